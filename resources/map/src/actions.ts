/** Everything that can be done to the map by button, key or the desk's own menus: one list. */

import type { Texts } from "./settings.ts";

export type ActionName =
  | "select" | "lasso" | "distance" | "area" | "video"
  | "follow" | "trails" | "cameras" | "zoom_selection" | "zoom_all" | "layers" | "zoom_in" | "zoom_out";

export interface Action {
  readonly name: ActionName;
  /** `KeyboardEvent.key`, compared without case. */
  readonly key: string;
  /** As written on the button's tip. */
  readonly keyText: string;
  /** Buttons with the same group stand together. */
  readonly group: number;
  /** Stays pressed: a tool that is in hand, a thing that is shown. */
  readonly isState: boolean;
}

const action = (name: ActionName, key: string, group: number, isState: boolean, keyText = key): Action => ({
  name,
  key: key.toLowerCase(),
  keyText,
  group,
  isState,
});

export const ACTIONS: readonly Action[] = [
  action("select", "S", 0, true),
  action("lasso", "L", 0, true),
  action("distance", "M", 0, true),
  action("area", "A", 0, true),
  action("video", "V", 0, true),
  action("follow", "F", 1, true),
  action("trails", "T", 1, true),
  action("cameras", "C", 1, true),
  action("zoom_selection", "Z", 2, false),
  action("zoom_all", "Home", 2, false),
  action("layers", "B", 3, true),
];

export const titleOf = (texts: Texts, name: ActionName): string => texts[name];
