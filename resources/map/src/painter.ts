/**
 * The painter: pulls frames, paints them, answers what is where. Runs in a worker, so that the page's own thread is
 * free to pan however many units there are.
 */

import { Cameras } from "./cameras.ts";
import { type Frame, type FrameHead, Mark, NO_UNITS, type Units } from "./frame.ts";
import { fetchCameras, fetchNames, fetchTrails, pullFrames } from "./live.ts";
import {
  type Answers,
  type Extent,
  type FromPainter,
  type Look,
  NOTHING,
  type Question,
  type Style,
  type Summary,
  type ToPainter,
  type Under,
} from "./painter_protocol.ts";
import { unitsInside } from "./polygon.ts";
import { Roster } from "./roster.ts";
import { ScenePainter } from "./scene_painter.ts";
import { Sprites } from "./sprites.ts";
import { Surface } from "./surface.ts";
import { type Trail, decodeTrails, paintTrails } from "./trails.ts";
import { type Viewport, scaleAt } from "./viewport.ts";

type Post = (message: FromPainter, transfer?: Transferable[]) => void;

/** How far from a badge's middle it can still be hit. */
const HIT_PX = 14;
/** A camera's mark is smaller. */
const CAMERA_HIT_PX = 11;

export class Painter {
  private readonly roster: Roster;
  private readonly scene: ScenePainter;
  private units: Units = NO_UNITS;
  private trails: readonly Trail[] = [];
  private trailsVersion = -1;
  private readonly cameras = new Cameras();
  private camerasVersion = -1;
  private style: Style | undefined;
  private sprites: Sprites | undefined;
  private look: Look | undefined;
  /** What the last picture shows; the spots are in its pixels. */
  private painted: Look | undefined;
  private surface = new Surface(1, 1);
  /** The page has not shown the last picture yet. */
  private unshown = false;
  private dirty = false;
  private onShown: (() => void)[] = [];

  constructor(private readonly post: Post) {
    this.roster = new Roster(fetchNames, () => this.repaint(), (reason) => this.complain("roster", reason));
    this.scene = new ScenePainter(this.roster, this.cameras);
  }

  /** Pulls frames for as long as the worker lives. */
  start(): void {
    void pullFrames(
      (frame, fetchMs) => this.take(frame, fetchMs),
      (reason) => this.complain("frames", reason),
    );
  }

  hear(message: ToPainter): void {
    switch (message.kind) {
      case "style":
        this.style = message.style;
        this.sprites = undefined;
        this.scene.setStyle(message.style);
        this.cameras.show(message.style.cameras);
        this.repaint();
        break;
      case "look":
        if (this.look && densityOf(this.look) !== densityOf(message.look)) this.sprites = undefined;
        this.look = message.look;
        this.repaint();
        break;
      case "shown":
        this.unshown = false;
        if (this.dirty) this.repaint();
        for (const resolve of this.onShown.splice(0)) resolve();
        break;
      case "ask":
        this.post({ kind: "answer", ask: message.ask, answer: this.answer(message.question) });
    }
  }

  private async take({ head, units }: Frame, fetchMs: number): Promise<void> {
    if (!head.unchanged) {
      this.units = units;
      this.roster.renew(head.rosterVersion);
      this.cameras.choose(head.camera);
      this.post({ kind: "frame", summary: summaryOf(head, units, fetchMs) });
      this.repaint();
      if (head.trailsVersion !== this.trailsVersion) void this.renewTrails(head.trailsVersion);
      if (head.camerasVersion !== this.camerasVersion) void this.renewCameras(head.camerasVersion);
    }
    // While the page is hidden nothing is shown, and no frame is asked for.
    if (this.unshown) await new Promise<void>((resolve) => this.onShown.push(resolve));
  }

  private async renewTrails(version: number): Promise<void> {
    this.trailsVersion = version;
    try {
      this.trails = decodeTrails(await fetchTrails());
      this.repaint();
    } catch (reason) {
      this.complain("trails", reason);
    }
  }

  private async renewCameras(version: number): Promise<void> {
    this.camerasVersion = version;
    try {
      this.cameras.setList(await fetchCameras());
      this.repaint();
    } catch (reason) {
      this.complain("cameras", reason);
    }
  }

  /** Paints now, or as soon as the page has shown the last picture. */
  private repaint(): void {
    this.dirty = this.unshown;
    const { style, look } = this;
    if (this.unshown || !style || !look) return;
    const started = performance.now();
    const density = densityOf(look);
    this.sprites ??= new Sprites({ ...style, density });
    const surface = this.prepare(look.width * look.density, look.height * look.density);
    const viewport = viewportOf(look);
    surface.framebuffer.clear();
    this.scene.paint(surface.framebuffer, density, this.units, viewport, this.sprites);
    const bitmap = surface.finish((ctx) => {
      ctx.scale(density, density);
      const { colors } = style.theme;
      paintTrails(ctx, this.trails, this.units, viewport, { color: colors.accent, rim: colors.base });
      this.cameras.paintViews(ctx, style.theme);
    });
    this.unshown = true;
    this.painted = look;
    this.post({ kind: "painted", look, bitmap, paintMs: performance.now() - started }, [bitmap]);
    void this.roster.ask();
  }

  private prepare(width: number, height: number): Surface {
    const size = { width: Math.ceil(width), height: Math.ceil(height) };
    if (!this.surface.hasSize(size)) this.surface = new Surface(size.width, size.height);
    return this.surface;
  }

  private answer(question: Question): Answers[keyof Answers] {
    switch (question.kind) {
      case "at":
        return this.under(question.at.x, question.at.y);
      case "inside":
        return unitsInside(this.units, question.outline);
      case "extent":
        return (question.selectedOnly ? this.cameras.extent() : null) ?? extentOf(this.units, question.selectedOnly);
    }
  }

  private under(x: number, y: number): Under {
    if (!this.painted) return NOTHING;
    const { scale, left, top } = viewportOf(this.painted);
    const at = [x * scale - left, y * scale - top] as const;
    const { cameras, scene } = this;
    const spot = scene.spots.nearest(...at, HIT_PX);
    const camera = cameras.spots.nearest(...at, CAMERA_HIT_PX);
    // Units lie on top of cameras, so it takes a nearer one to be meant instead.
    const isCamera = camera >= 0 && (spot < 0 || cameras.spots.square(camera, ...at) < scene.spots.square(spot, ...at));
    if (isCamera) return { units: [], camera: cameras.at(camera).number, chosen: cameras.isChosen(camera) };
    return spot < 0 ? NOTHING : { units: scene.unitsOf(spot), camera: 0, chosen: scene.isChosen(spot) };
  }

  private complain(code: string, reason: unknown): void {
    this.post({ kind: "failed", code, detail: reason instanceof Error ? reason.message : String(reason) });
  }
}

const densityOf = (look: Look): number => look.density * look.uiScale;

/** The look in the pixels that are painted in: on a video wall each is larger than a CSS pixel. */
const viewportOf = ({ zoom, left, top, width, height, uiScale }: Look): Viewport => ({
  scale: scaleAt(zoom) / uiScale,
  left: left / uiScale,
  top: top / uiScale,
  width: width / uiScale,
  height: height / uiScale,
});

function summaryOf(head: FrameHead, units: Units, fetchMs: number): Summary {
  const followedRow = head.followed ? units.number.indexOf(head.followed) : -1;
  const alarms = [];
  for (let row = 0; row < units.count; row++) {
    if ((units.marks[row] & Mark.sos) !== 0) alarms.push({ unit: units.number[row], x: units.x[row], y: units.y[row] });
  }
  const followed = followedRow < 0 ? null : { x: units.x[followedRow], y: units.y[followedRow] };
  return { head, count: units.count, fetchMs, followed, alarms };
}

function extentOf({ count, x, y, marks }: Units, selectedOnly: boolean): Extent | null {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let row = 0; row < count; row++) {
    if (selectedOnly && (marks[row] & Mark.selected) === 0) continue;
    left = Math.min(left, x[row]);
    right = Math.max(right, x[row]);
    top = Math.min(top, y[row]);
    bottom = Math.max(bottom, y[row]);
  }
  return left > right ? null : { left, top, right, bottom };
}
