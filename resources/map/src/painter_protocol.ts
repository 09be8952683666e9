/** What the page and its painter, a worker, say to each other. */

import type { FrameHead } from "./frame.ts";
import type { WorldPoint } from "./polygon.ts";
import type { Theme } from "./theme.ts";

export interface Style {
  readonly theme: Theme;
  /** Force letters by force number. */
  readonly letters: readonly string[];
  readonly freshS: number;
  readonly staleS: number;
  /** `{n}` stands for the seconds. */
  readonly ageSeconds: string;
  readonly ageMore: string;
  readonly cameras: boolean;
}

/** A part of the world to paint: a rectangle in the CSS pixels of a zoom. */
export interface Look {
  readonly zoom: number;
  /** World pixels of the upper left corner; whole numbers. */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** Device pixels per CSS pixel. */
  readonly density: number;
  /** 1, or more on a video wall: everything is painted so much larger. */
  readonly uiScale: number;
}

export interface Extent {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** In the frame's world coordinates. */
export type Question =
  | { readonly kind: "at"; readonly at: WorldPoint }
  | { readonly kind: "inside"; readonly outline: readonly WorldPoint[] }
  | { readonly kind: "extent"; readonly selectedOnly: boolean };

/** What is drawn at a place: units, or else a camera. */
export interface Under {
  readonly units: readonly number[];
  /** 0 for none. */
  readonly camera: number;
  /** One of them is chosen. */
  readonly chosen: boolean;
}

export const NOTHING: Under = { units: [], camera: 0, chosen: false };

export interface Answers {
  readonly at: Under;
  readonly inside: readonly number[];
  readonly extent: Extent | null;
}

export type ToPainter =
  | { readonly kind: "style"; readonly style: Style }
  | { readonly kind: "look"; readonly look: Look }
  /** The last picture is on the screen: the next one may come. */
  | { readonly kind: "shown" }
  | { readonly kind: "ask"; readonly ask: number; readonly question: Question };

/** A frame as far as the page itself needs to know. */
export interface Summary {
  readonly head: FrameHead;
  readonly count: number;
  readonly fetchMs: number;
  /** Where the followed unit is. */
  readonly followed: WorldPoint | null;
  /** Units that call for help. */
  readonly alarms: readonly (WorldPoint & { readonly unit: number })[];
}

export type FromPainter =
  | { readonly kind: "painted"; readonly look: Look; readonly bitmap: ImageBitmap; readonly paintMs: number }
  | { readonly kind: "frame"; readonly summary: Summary }
  | { readonly kind: "answer"; readonly ask: number; readonly answer: Answers[keyof Answers] }
  | { readonly kind: "failed"; readonly code: string; readonly detail: string };
