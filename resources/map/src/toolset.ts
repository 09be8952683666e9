/** The tools there are, joined to the painter that knows the units and the desk that keeps the choice. */

import type { Desk } from "./channel.ts";
import type { LassoCard } from "./lasso_card.ts";
import { LassoTool } from "./lasso_tool.ts";
import { MeasureTool } from "./measure_tool.ts";
import type { PainterClient } from "./painter_client.ts";
import { type Chooser, SelectTool } from "./select_tool.ts";
import type { Tool } from "./tool.ts";
import type { ToolName } from "./toolbox.ts";
import { VideoTool } from "./video_tool.ts";
import { worldOf } from "./viewport.ts";

/** `putDown` is called by tools that are done after one use. */
export function makeTools(
  map: L.Map,
  desk: Desk,
  painter: PainterClient,
  card: LassoCard,
  putDown: () => void,
): Readonly<Record<ToolName, Tool>> {
  const chooser: Chooser = {
    chooseAt: async (at, mode) => {
      const { units, camera } = await painter.under(worldOf(at));
      if (camera) desk.choose_camera(camera);
      else desk.select(units, mode);
    },
    chooseInside: async (outline, mode) => desk.select(await painter.unitsInside(outline.map(worldOf)), mode),
    lasso: async (outline, mode) => card.take(outline, await painter.unitsInside(outline.map(worldOf)), mode),
  };
  return {
    select: new SelectTool(map, chooser),
    lasso: new LassoTool(map, chooser),
    distance: new MeasureTool(map, "distance", (points) => desk.measure("distance", points)),
    area: new MeasureTool(map, "area", (points) => desk.measure("area", points)),
    video: new VideoTool(({ lng, lat }) => {
      desk.choose_video_place(lng, lat);
      putDown();
    }),
  };
}
