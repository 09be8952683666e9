/** What the page pulls from the desk, over the desk's own scheme. */

import { type Frame, decodeFrame } from "./frame.ts";
import type { Under } from "./painter_protocol.ts";
import type { Settings } from "./settings.ts";

const LIVE = "desk://live/";

async function get(path: string): Promise<Response> {
  const response = await fetch(LIVE + path);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response;
}

const getJson = async <T>(path: string): Promise<T> => (await get(path)).json() as Promise<T>;

export const fetchSettings = (): Promise<Settings> => getJson("settings");

export const fetchNames = (units: readonly number[]): Promise<Record<string, string>> =>
  getJson(`roster?units=${units.join(",")}`);

export interface CardModel {
  readonly title: string;
  readonly subtitle: string;
  readonly lines: readonly (readonly [label: string, value: string])[];
  /** Room for a live picture, which the desk paints over the page; null when there is none to be had. */
  readonly picture: { readonly width: number; readonly height: number } | null;
}

export const fetchCard = ({ units, camera }: Under): Promise<CardModel> =>
  getJson(camera ? `card?camera=${camera}` : `card?units=${units.join(",")}`);

/** Written by `ui/map/lasso.py`. */
export interface LassoModel {
  readonly title: string;
  /** How many hear now, and why the others do not. */
  readonly said: string;
  readonly can_talk: boolean;
  /** The talk key means these units. */
  readonly is_aimed: boolean;
  readonly on_air: "" | "talk" | "shout";
  /** What the buttons read. */
  readonly talk: string;
  readonly shout: string;
  readonly call: string;
  readonly close: string;
}

/** Null when there is no lasso that can be talked to. */
export const fetchLasso = (): Promise<LassoModel | null> => getJson("lasso");

/** Written by `ui/map/cameras.py`. */
export interface CameraModel {
  readonly number: number;
  readonly name: string;
  /** In the frame's world coordinates, as is how far it sees. */
  readonly x: number;
  readonly y: number;
  readonly reach: number;
  /** Degrees clockwise from north; null where it looks all around. */
  readonly heading: number | null;
  readonly view: number;
  /** Something is known to fetch from it. */
  readonly video: boolean;
}

export const fetchCameras = (): Promise<readonly CameraModel[]> => getJson("cameras");

export const fetchTrails = async (): Promise<ArrayBuffer> => (await get("trails")).arrayBuffer();

/** So long the page waits before it asks again when the desk did not answer. */
const RETRY_MS = 1000;

/**
 * Pulls frames for ever: the next is asked for when this one is dealt with, and the desk
 * answers when there is news (or after a second, with a short frame). So neither side can drown the other.
 */
export async function pullFrames(
  onFrame: (frame: Frame, fetchMs: number) => Promise<void>,
  onFailure: (reason: unknown) => void,
): Promise<never> {
  let token = 0;
  for (;;) {
    try {
      const response = await get(`units?have=${token}`);
      const started = performance.now();
      const frame = decodeFrame(await response.arrayBuffer());
      const fetchMs = performance.now() - started;
      token = frame.head.token;
      await onFrame(frame, fetchMs);
    } catch (reason) {
      // Whatever happened in between, the next frame is to be a whole one.
      token = 0;
      onFailure(reason);
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}
