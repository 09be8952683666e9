/** The tools there are, joined to the painter that knows the units and the desk that keeps the choice. */

import type { Desk } from "./channel.ts";
import { LassoTool } from "./lasso_tool.ts";
import { MeasureTool } from "./measure_tool.ts";
import type { PainterClient } from "./painter_client.ts";
import { type Chooser, SelectTool } from "./select_tool.ts";
import type { Tool } from "./tool.ts";
import type { ToolName } from "./toolbox.ts";
import { worldOf } from "./viewport.ts";

export function makeTools(map: L.Map, desk: Desk, painter: PainterClient): Readonly<Record<ToolName, Tool>> {
  const chooser: Chooser = {
    chooseAt: async (at, mode) => desk.select(await painter.unitsAt(worldOf(at)), mode),
    chooseInside: async (outline, mode) => desk.select(await painter.unitsInside(outline.map(worldOf)), mode),
  };
  return {
    select: new SelectTool(map, chooser),
    lasso: new LassoTool(map, chooser),
    distance: new MeasureTool(map, "distance", (points) => desk.measure("distance", points)),
    area: new MeasureTool(map, "area", (points) => desk.measure("area", points)),
  };
}
