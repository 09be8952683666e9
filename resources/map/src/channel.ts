/** The one object that page and desk share; its other half is `ui/map/channel.py`. */

interface Signal<Args extends unknown[]> {
  connect(slot: (...args: Args) => void): void;
}

export interface Measured {
  readonly text: string;
}

export interface Place {
  readonly lon_lat: string;
  readonly mgrs: string;
  readonly crs: string;
}

export interface Figures {
  /** Frames per second while the map was moving; 0 when it did not move. */
  readonly fps: number;
  readonly draw_p50_ms: number;
  readonly draw_p95_ms: number;
  readonly fetch_p50_ms: number;
  readonly units: number;
  readonly frames: number;
}

export type SelectMode = "set" | "add" | "toggle";

/** Calls to the desk. Every one is asynchronous; those with an answer give a promise. */
export interface Desk {
  page_ready(): void;
  select(units: readonly number[], mode: SelectMode): void;
  move_view(lon: number, lat: number, zoom: number): void;
  choose_tool(name: string): void;
  choose_layer(name: string): void;
  follow(unit: number): void;
  show_trails(shown: boolean): void;
  choose_camera(camera: number): void;
  show_cameras(shown: boolean): void;
  /** The picture of this unit or camera goes here, in CSS pixels of the page. */
  show_picture(number: number, left: number, top: number): void;
  hide_picture(): void;
  /** Somebody drags these out of the map. */
  drag_out(numbers: readonly number[]): void;
  choose_video_place(lon: number, lat: number): void;
  /** These were drawn around; they can be talked to. */
  lasso(units: readonly number[], mode: SelectMode): void;
  close_lasso(): void;
  /** Talk to them until `let_go_lasso`, or with `stays` until the next press. */
  hold_lasso(isShout: boolean, stays: boolean): void;
  let_go_lasso(): void;
  /** Aim the talk key at them, or no longer. */
  call_lasso(isAimed: boolean): void;
  /** The pointer or the focus is on their card. */
  look_at_lasso(isLookedAt: boolean): void;
  report_figures(figures: Figures): void;
  report_problem(code: string, detail: string): void;
  answer_pixel(ask: number, x: number, y: number): void;
  measure(kind: "distance" | "area", lonLat: readonly number[]): Promise<Measured>;
  describe(lon: number, lat: number): Promise<Place>;
  readonly settings_changed: Signal<[]>;
  /** Its card says something else, or is to go. */
  readonly lasso_changed: Signal<[]>;
  readonly action_asked: Signal<[name: string]>;
  readonly view_asked: Signal<[lon: number, lat: number, zoom: number]>;
  readonly pan_asked: Signal<[x: number, y: number, seconds: number]>;
  readonly pixel_asked: Signal<[ask: number, lon: number, lat: number]>;
}

interface Transport {
  send(message: string): void;
}

declare const qt: { readonly webChannelTransport: Transport };

declare class QWebChannel {
  constructor(transport: Transport, ready: (channel: { objects: { desk: Desk } }) => void);
}

export const connectDesk = (): Promise<Desk> =>
  new Promise((resolve) => {
    new QWebChannel(qt.webChannelTransport, (channel) => resolve(channel.objects.desk));
  });
