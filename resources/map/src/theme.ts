/** Colours by their token; they come with the desk's settings, from `ui/theme/tokens.py`. */

export type Shape = "disc" | "leaf" | "square" | "diamond" | "hexagon" | "ring";

export interface StatusLook {
  readonly fill: string;
  /** Outline that lets the fill stand on a light ground. */
  readonly ink: string;
  readonly on_fill: string;
  readonly shape: Shape;
}

export interface Colors {
  readonly base: string;
  readonly panel: string;
  readonly raised: string;
  readonly line: string;
  readonly edge: string;
  readonly text: string;
  readonly text_2: string;
  readonly text_3: string;
  readonly accent: string;
  readonly on_accent: string;
  readonly selected: string;
  readonly alarm: string;
  readonly warning: string;
  readonly on_alarm: string;
  readonly warning_ink: string;
  readonly error: string;
}

export interface Theme {
  readonly name: "dark" | "light";
  readonly colors: Colors;
  /** By status number: off duty, available, en route, on scene, busy, out of service. */
  readonly status: readonly StatusLook[];
}

/** Sets the page's custom properties, which all of its style sheet is written in. */
export function applyTheme(root: HTMLElement, theme: Theme, uiScale: number): void {
  for (const [token, value] of Object.entries(theme.colors)) {
    root.style.setProperty(`--${token.replace("_", "-")}`, value as string);
  }
  root.style.setProperty("--ui-scale", String(uiScale));
  root.dataset["theme"] = theme.name;
}

const channels = (hex: string): number[] => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));

/** A `#rrggbb` colour with an opacity from 0 to 1. */
export const withAlpha = (hex: string, alpha: number): string => `rgb(${channels(hex).join(" ")} / ${alpha})`;

/** A colour between two `#rrggbb` colours; `share` 0 gives the first. */
export function mix(from: string, to: string, share: number): string {
  const end = channels(to);
  const parts = channels(from).map((start, at) => Math.round(start + (end[at] - start) * share));
  return `#${parts.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}
