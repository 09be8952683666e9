/** The units on the map: painter, sprites, names and trails joined to the canvases they are painted on. */

import { CanvasLayer } from "./canvas_layer.ts";
import { NO_UNITS, type Units } from "./frame.ts";
import type { Roster } from "./roster.ts";
import { ScenePainter } from "./scene_painter.ts";
import type { Settings } from "./settings.ts";
import { Sprites } from "./sprites.ts";
import { type Trail, paintTrails } from "./trails.ts";

export const UNITS_PANE = "units";
export const TRAILS_PANE = "trails";

/** How far from a badge's middle it can still be hit. */
const HIT_PX = 14;

export class FleetLayer {
  readonly unitsCanvas: CanvasLayer;
  private readonly trailsCanvas: CanvasLayer;
  private readonly painter: ScenePainter;
  private sprites: Sprites | undefined;
  private units: Units = NO_UNITS;
  private trails: readonly Trail[] = [];
  private settings: Settings | undefined;

  constructor(
    map: L.Map,
    private readonly roster: Roster,
  ) {
    this.painter = new ScenePainter(roster, { seconds: "", more: "", staleS: Infinity });
    this.trailsCanvas = new CanvasLayer(TRAILS_PANE, (ctx, viewport) => {
      const { colors } = this.settings?.theme ?? {};
      if (!colors || this.trails.length === 0) return;
      paintTrails(ctx, this.trails, this.units, viewport, { color: colors.accent, rim: colors.base });
    });
    this.unitsCanvas = new CanvasLayer(UNITS_PANE, (ctx, viewport) => {
      if (!this.sprites) return;
      this.painter.paint(ctx, this.units, viewport, this.sprites);
      void this.roster.ask();
    });
    this.trailsCanvas.addTo(map);
    this.unitsCanvas.addTo(map);
  }

  use(settings: Settings): void {
    this.settings = settings;
    this.sprites = new Sprites({
      theme: settings.theme,
      density: window.devicePixelRatio * settings.ui_scale,
      letters: settings.letters,
      freshS: settings.fresh_s,
      staleS: settings.stale_s,
    });
    const { age_seconds: seconds, age_more: more } = settings.texts;
    this.painter.setAgeTexts({ seconds, more, staleS: settings.stale_s });
    this.unitsCanvas.setUiScale(settings.ui_scale);
    this.trailsCanvas.setUiScale(settings.ui_scale);
    this.trailsCanvas.repaint();
    this.unitsCanvas.repaint();
  }

  take(units: Units): void {
    this.units = units;
    if (this.trails.length > 0) this.trailsCanvas.repaint();
    this.unitsCanvas.repaint();
  }

  showTrails(trails: readonly Trail[]): void {
    const had = this.trails.length > 0;
    this.trails = trails;
    if (had || trails.length > 0) this.trailsCanvas.repaint();
  }

  /** Numbers of the units drawn at a point of the map's container. */
  unitsAt(container: L.Point): number[] {
    const { x, y } = this.unitsCanvas.toPaint(container);
    const spot = this.painter.spots.nearest(x, y, HIT_PX);
    return spot < 0 ? [] : this.painter.unitsOf(spot).map((row) => this.units.number[row]);
  }
}
