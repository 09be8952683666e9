/**
 * What lies over what. The ground is Leaflet's own tile pane (200), its edge over it. Beats and posts, when they come, take 350 and
 * 380: over the ground, under everything that moves.
 */

export const EDGE_PANE = "edge";
export const ALARMS_PANE = "alarms";
export const UNITS_PANE = "units";
export const TOOLS_PANE = "tools";

const ORDER: readonly (readonly [name: string, zIndex: number])[] = [
  [EDGE_PANE, 300],
  [ALARMS_PANE, 440],
  [UNITS_PANE, 450],
  [TOOLS_PANE, 500],
];

export function makePanes(map: L.Map): void {
  for (const [name, zIndex] of ORDER) {
    const pane = map.createPane(name);
    pane.style.zIndex = String(zIndex);
    // Hits are found by reckoning, not by element.
    pane.style.pointerEvents = "none";
  }
}
