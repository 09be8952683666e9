/** How the page is doing: frames per second while the map moves, time of drawings and of fetches. */

import type { Figures } from "./channel.ts";

const KEPT = 240;
/** Motion shorter than this says nothing about a rate. */
const SHORTEST_MS = 200;

export class Samples {
  private readonly values: number[] = [];

  add(value: number): void {
    this.values.push(value);
    if (this.values.length > KEPT) this.values.shift();
  }

  /** The value below which `share` of the samples lie; 0 without samples. */
  quantile(share: number): number {
    if (this.values.length === 0) return 0;
    const sorted = [...this.values].sort((a, b) => a - b);
    return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  }

  clear(): void {
    this.values.length = 0;
  }
}

/** Counts animation frames between the start and the end of a motion. */
class MotionMeter {
  private frames = 0;
  private startedMs = 0;
  private movedFrames = 0;
  private movedMs = 0;
  /** The animation frame that is waited for; 0 while nothing moves. */
  private waiting = 0;

  start(): void {
    if (this.waiting) return;
    this.frames = 0;
    this.startedMs = performance.now();
    this.waiting = requestAnimationFrame(this.tick);
  }

  stop(): void {
    if (!this.waiting) return;
    cancelAnimationFrame(this.waiting);
    this.waiting = 0;
    this.bank();
  }

  /** Frames per second since the last call, 0 when nothing moved for long enough. */
  take(): number {
    if (this.waiting) {
      this.bank();
      this.frames = 0;
      this.startedMs = performance.now();
    }
    const fps = this.movedMs < SHORTEST_MS ? 0 : (this.movedFrames * 1000) / this.movedMs;
    this.movedFrames = 0;
    this.movedMs = 0;
    return fps;
  }

  private bank(): void {
    this.movedFrames += this.frames;
    this.movedMs += performance.now() - this.startedMs;
  }

  private readonly tick = (): void => {
    this.frames++;
    this.waiting = requestAnimationFrame(this.tick);
  };
}

export class Meter {
  readonly motion = new MotionMeter();
  readonly draw = new Samples();
  readonly fetch = new Samples();
  frames = 0;
  units = 0;

  /** Figures since the last call. */
  take(): Figures {
    const figures = {
      fps: round(this.motion.take()),
      draw_p50_ms: round(this.draw.quantile(0.5)),
      draw_p95_ms: round(this.draw.quantile(0.95)),
      fetch_p50_ms: round(this.fetch.quantile(0.5)),
      units: this.units,
      frames: this.frames,
    };
    this.draw.clear();
    this.fetch.clear();
    this.frames = 0;
    return figures;
  }
}

const round = (value: number): number => Math.round(value * 100) / 100;
