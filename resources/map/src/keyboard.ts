/** The page's keys: one place that says what each does. */

import { ACTIONS, type ActionName } from "./actions.ts";

const PAN_PX = 120;
const PAN_FINE_PX = 10;

const ARROWS: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

export interface Keys {
  run(name: ActionName): void;
  /** A key for the tool in hand; false when it is none. */
  tool(event: KeyboardEvent): boolean;
  panned(): void;
}

export function listenToKeys(map: L.Map, keys: Keys): void {
  // Leaflet's own handler listens to the same keys with other steps, and forgets those that come while it glides.
  map.keyboard.disable();
  const glide = glider(map);
  map.getContainer().tabIndex = 0;
  document.addEventListener("keydown", (event) => {
    // Whoever comes by key is on the map: Tab goes on from there, first to the card of what was drawn.
    if (document.activeElement === document.body) map.getContainer().focus({ preventScroll: true });
    const onControl = event.target instanceof HTMLButtonElement;
    if (event.altKey || event.metaKey) return;
    if (onControl && (event.key === "Enter" || event.key === " ")) return;
    if (handle(glide, keys, event)) event.preventDefault();
  });
}

type Glide = (step: L.Point, smoothly: boolean) => void;

/** Pans so that steps add up, however fast they come. */
function glider(map: L.Map): Glide {
  let goal: L.Point | undefined;
  map.on("moveend", () => (goal = undefined));
  return (step, smoothly) => {
    const here = map.project(map.getCenter());
    const next = (goal ?? here).add(step);
    map.panBy(next.subtract(here), { animate: smoothly, duration: 0.15 });
    goal = smoothly ? next : undefined;
  };
}

function handle(glide: Glide, keys: Keys, event: KeyboardEvent): boolean {
  const arrow = ARROWS[event.key];
  if (arrow) {
    const step = event.shiftKey ? PAN_FINE_PX : PAN_PX;
    glide(L.point(arrow[0] * step, arrow[1] * step), !event.repeat);
    keys.panned();
    return true;
  }
  if (keys.tool(event)) return true;
  if (event.ctrlKey) return false;
  if (event.key === "+" || event.key === "=") keys.run("zoom_in");
  else if (event.key === "-") keys.run("zoom_out");
  else {
    const action = ACTIONS.find(({ key }) => key === event.key.toLowerCase());
    if (!action || event.shiftKey) return false;
    keys.run(action.name);
  }
  return true;
}
