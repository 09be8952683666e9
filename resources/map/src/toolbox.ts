/** The tool in hand, and what pointer and keyboard tell it. */

import { element } from "./elements.ts";
import type { Tool } from "./tool.ts";

export const TOOLS = ["select", "lasso", "distance", "area", "video"] as const;
export type ToolName = (typeof TOOLS)[number];

const SLIP_PX = 5;

export class Toolbox {
  private name: ToolName = "select";
  private pressed = { x: 0, y: 0 };
  private readonly cross = element("div", "aim", "", { "aria-hidden": "true" });

  constructor(
    private readonly map: L.Map,
    private readonly tools: Readonly<Record<ToolName, Tool>>,
    private readonly onTaken: (name: ToolName) => void,
  ) {
    const container = map.getContainer();
    this.cross.hidden = true;
    container.append(this.cross);
    map.boxZoom.disable();
    map.doubleClickZoom.disable();
    map.on("click", (event) => this.onClick(event));
    map.on("dblclick", (event) => this.onDoubleClick(event));
    container.addEventListener("pointerdown", (event) => this.onPress(event));
    window.addEventListener("pointerup", (event) => this.tool.release(this.at(event), event));
    container.addEventListener("pointermove", (event) => this.onMove(event));
  }

  get inHand(): ToolName {
    return this.name;
  }

  /** Something is being drawn. */
  get isBusy(): boolean {
    return this.tool.isBusy;
  }

  take(name: ToolName): void {
    if (name !== this.name) this.tool.stop();
    this.name = name;
    this.map.getContainer().style.cursor = this.tool.cursor;
    if (this.tool.pans) this.map.dragging.enable();
    else this.map.dragging.disable();
    this.onTaken(name);
  }

  /** Handles a key for the tool; false when the key means nothing to it. */
  key(event: KeyboardEvent): boolean {
    const middle = this.map.getCenter();
    if (event.key === "Enter" && event.shiftKey) this.tool.finish();
    else if (event.key === "Enter") {
      this.aim();
      this.tool.enter(middle, event);
    } else if (event.key === "Backspace") this.tool.back();
    else if (event.key === "Escape") {
      if (!this.tool.cancel()) this.take("select");
    } else return false;
    return true;
  }

  /** Shows where Enter would act, once the map is moved by key. */
  aim(): void {
    this.cross.hidden = !this.tool.aims;
    if (!this.cross.hidden) this.tool.move(this.map.getCenter(), new MouseEvent("mousemove"));
  }

  private get tool(): Tool {
    return this.tools[this.name];
  }

  private at(event: MouseEvent): L.LatLng {
    return this.map.mouseEventToLatLng(event);
  }

  private onClick(event: L.LeafletMouseEvent): void {
    // The browser also calls it a click when the pointer went a long way in between: that was a box.
    const { x, y } = this.pressed;
    if (Math.hypot(event.originalEvent.clientX - x, event.originalEvent.clientY - y) > SLIP_PX) return;
    this.tool.click(event.latlng, event.originalEvent);
  }

  private onMove(event: PointerEvent): void {
    // The cross belongs to the keyboard; the pointer shows for itself where it is.
    this.cross.hidden = true;
    // Between two frames the browser joins moves into one; a lasso wants the hand's whole way.
    const steps = event.getCoalescedEvents();
    for (const step of steps.length > 0 ? steps : [event]) this.tool.move(this.at(step), step);
  }

  private onPress(event: PointerEvent): void {
    this.pressed = { x: event.clientX, y: event.clientY };
    const onPanel = event.target instanceof Element && event.target.closest(".toolbar, .panel") !== null;
    if (event.button === 0 && !onPanel) this.tool.press(this.at(event), event);
  }

  private onDoubleClick(event: L.LeafletMouseEvent): void {
    if (this.name === "select") this.map.setZoomAround(event.latlng, this.map.getZoom() + 1);
    else this.tool.finish();
  }
}
