/** What a tool in hand is told. */

export interface Tool {
  /** CSS cursor over the map. */
  readonly cursor: string;
  /** Whether dragging pans the map while the tool is in hand. */
  readonly pans: boolean;
  /** Whether a cross in the middle shows where Enter acts. */
  readonly aims: boolean;
  /** Something is being drawn. */
  readonly isBusy: boolean;
  stop(): void;
  click(at: L.LatLng, event: MouseEvent): void;
  move(at: L.LatLng, event: MouseEvent): void;
  press(at: L.LatLng, event: PointerEvent): void;
  release(at: L.LatLng, event: PointerEvent): void;
  /** Enter: acts at the middle of the map. */
  enter(at: L.LatLng, event: KeyboardEvent): void;
  /** Shift+Enter or a double click: what is drawn is complete. */
  finish(): void;
  /** Backspace: one step back. */
  back(): void;
  /** Esc: gives up what is being drawn; false when there was nothing, so that the tool itself ends. */
  cancel(): boolean;
}

/** Does nothing; tools override what they need. */
export abstract class IdleTool implements Tool {
  readonly cursor: string = "";
  readonly pans: boolean = true;
  readonly aims: boolean = true;
  get isBusy(): boolean {
    return false;
  }
  stop(): void {}
  click(_at: L.LatLng, _event: MouseEvent): void {}
  move(_at: L.LatLng, _event: MouseEvent): void {}
  press(_at: L.LatLng, _event: PointerEvent): void {}
  release(_at: L.LatLng, _event: PointerEvent): void {}
  enter(_at: L.LatLng, _event: KeyboardEvent): void {}
  finish(): void {}
  back(): void {}
  cancel(): boolean {
    return false;
  }
}
