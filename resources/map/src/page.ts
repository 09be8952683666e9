/** The page: its parts, and what each is told. */

import { ACTIONS, type ActionName } from "./actions.ts";
import { Alarms } from "./alarms.ts";
import { Basemap, MAX_ZOOM } from "./basemap.ts";
import { CanvasLayer } from "./canvas_layer.ts";
import type { Desk } from "./channel.ts";
import { DragOut } from "./drag_out.ts";
import { throttled } from "./elements.ts";
import { Meter } from "./figures.ts";
import type { FrameHead } from "./frame.ts";
import { HoverCard } from "./hover.ts";
import { listenToKeys } from "./keyboard.ts";
import { LassoCard } from "./lasso_card.ts";
import { LayerChooser } from "./layer_chooser.ts";
import { fetchSettings } from "./live.ts";
import { Notices } from "./notice.ts";
import { PainterClient } from "./painter_client.ts";
import type { Summary } from "./painter_protocol.ts";
import { UNITS_PANE } from "./panes.ts";
import { PointerWatch } from "./pointer.ts";
import { Readout } from "./readout.ts";
import type { Settings } from "./settings.ts";
import { applyTheme } from "./theme.ts";
import { TOOLS, type ToolName, Toolbox } from "./toolbox.ts";
import { Toolbar } from "./toolbar.ts";
import { makeTools } from "./toolset.ts";
import { ViewControl } from "./view_control.ts";

const REPORT_EVERY_MS = 2000;
const TELL_VIEW_EVERY_MS = 250;

export class Page {
  private head: FrameHead | undefined;
  private readonly meter = new Meter();
  private readonly notices: Notices;
  private readonly painter: PainterClient;
  private readonly fleet: CanvasLayer;
  private readonly alarms: Alarms;
  private readonly sight: ViewControl;
  private readonly basemap: Basemap;
  private readonly readout: Readout;
  private readonly toolbar: Toolbar;
  private readonly toolbox: Toolbox;
  private readonly layers: LayerChooser;
  private readonly card: HoverCard;
  private readonly lassoCard: LassoCard;
  private readonly dragOut: DragOut;
  private readonly pointer: PointerWatch;

  constructor(
    private readonly map: L.Map,
    private readonly desk: Desk,
    private settings: Settings,
  ) {
    const container = map.getContainer();
    map.setMaxZoom(MAX_ZOOM);
    this.sight = new ViewControl(map);
    this.sight.look(settings.view);
    this.notices = new Notices(container);
    this.painter = this.makePainter();
    this.fleet = new CanvasLayer(UNITS_PANE, (look) => this.painter.lookAt(look)).addTo(map);
    this.alarms = new Alarms(map);
    this.basemap = new Basemap(
      map,
      (layer, reason) => {
        this.notices.say("ground", this.settings.texts.ground_missing.replace("{layer}", layer.title));
        this.complain("basemap", reason);
      },
      () => this.notices.say("ground", ""),
    );
    this.readout = new Readout(map, desk);
    this.toolbar = new Toolbar(container, (name) => this.run(name));
    this.layers = new LayerChooser(container, (name) => this.chooseLayer(name), (open) => {
      this.toolbar.press("layers", open);
      if (!open) this.toolbar.buttonOf("layers")?.focus();
    });
    this.card = new HoverCard(container, desk);
    this.lassoCard = new LassoCard(map, desk);
    this.dragOut = new DragOut(map, desk, () => this.toolbox.inHand === "select");
    this.pointer = new PointerWatch(map, this.painter, {
      onMoved: (under, point) => {
        this.card.rest(under, point);
        this.dragOut.hover(under);
      },
      // The card stays when its unit drives on: whoever watches its picture holds the pointer still.
      onRenewed: (under) => this.dragOut.hover(under),
    });
    this.toolbox = new Toolbox(map, makeTools(map, desk, this.painter, this.lassoCard, () => this.toolbox.take("select")), (name) => this.onToolTaken(name));
    this.listen(container);
    this.obey();
    this.use(settings);
    this.toolbox.take(settings.tool as ToolName);
    this.showLayer(settings.layer);
  }

  /** Tells the desk that the page is there, and from then on how it is doing. */
  start(): void {
    setInterval(() => this.desk.report_figures(this.meter.take()), REPORT_EVERY_MS);
    this.desk.page_ready();
  }

  private makePainter(): PainterClient {
    return new PainterClient("painter_worker.js", {
      onFrame: (summary) => this.take(summary),
      onPainted: (look, bitmap, paintMs) => {
        this.meter.draw.add(paintMs);
        // No animation frame comes while the page is hidden: then the painter rests too.
        requestAnimationFrame(() => {
          this.fleet.show(look, bitmap);
          this.painter.shown();
        });
      },
      onFailure: (code, detail) => {
        if (code === "frames") this.notices.say("desk", this.settings.texts.desk_silent);
        this.desk.report_problem(code, detail);
      },
    });
  }

  private take({ head, count, fetchMs, followed, alarms }: Summary): void {
    this.head = head;
    this.notices.say("desk", "");
    this.notices.say("empty", count === 0 ? this.settings.texts.no_units : "");
    this.meter.fetch.add(fetchMs);
    this.meter.frames++;
    this.meter.units = count;
    this.alarms.take(alarms);
    if (followed) this.sight.follow(followed);
    this.toolbar.press("follow", head.followed !== 0);
    this.toolbar.enable("follow", head.primary !== 0 || head.followed !== 0);
    this.toolbar.enable("zoom_selection", head.primary !== 0 || head.camera !== 0);
    void this.pointer.renew();
    void this.card.refresh();
  }

  private use(settings: Settings): void {
    const grounded = this.settings.theme.name === settings.theme.name;
    this.settings = settings;
    applyTheme(document.documentElement, settings.theme, settings.ui_scale);
    this.map.getContainer().setAttribute("role", "application");
    this.map.getContainer().setAttribute("aria-label", settings.texts.map);
    this.toolbar.setTexts(settings.texts);
    this.toolbar.press("trails", settings.trails);
    this.toolbar.press("cameras", settings.cameras);
    this.readout.setTexts(settings.texts);
    this.layers.offer(settings.texts.layers, settings.layers, settings.layer);
    this.painter.use({
      theme: settings.theme,
      letters: settings.letters,
      freshS: settings.fresh_s,
      staleS: settings.stale_s,
      ageSeconds: settings.texts.age_seconds,
      ageMore: settings.texts.age_more,
      cameras: settings.cameras,
    });
    this.fleet.setUiScale(settings.ui_scale);
    if (!grounded) this.showLayer(settings.layer);
  }

  private onToolTaken(name: ToolName): void {
    for (const tool of TOOLS) this.toolbar.press(tool, tool === name);
    this.notices.say("hint", name === "select" ? "" : this.settings.texts[`hint_${name}`]);
    this.desk.choose_tool(name);
  }

  private run(name: ActionName): void {
    switch (name) {
      case "follow":
        this.desk.follow(this.head?.followed ? 0 : (this.head?.primary ?? 0));
        break;
      case "trails":
        this.desk.show_trails(!this.settings.trails);
        break;
      case "cameras":
        this.desk.show_cameras(!this.settings.cameras);
        break;
      case "zoom_all":
        void this.zoomTo(false);
        break;
      case "zoom_selection":
        void this.zoomTo(true);
        break;
      case "zoom_in":
        this.map.zoomIn();
        break;
      case "zoom_out":
        this.map.zoomOut();
        break;
      case "layers":
        this.layers.toggle();
        break;
      default:
        this.toolbox.take(name);
    }
  }

  private async zoomTo(selectedOnly: boolean): Promise<void> {
    const extent = await this.painter.extent(selectedOnly);
    if (extent) this.sight.fit(extent);
    else if (!selectedOnly) this.sight.look(this.settings.home);
  }

  private chooseLayer(name: string): void {
    this.showLayer(name);
    this.desk.choose_layer(name);
  }

  private showLayer(name: string): void {
    const model = this.settings.layers.find((layer) => layer.name === name) ?? this.settings.layers[0];
    if (!model) return;
    this.settings = { ...this.settings, layer: model.name };
    this.readout.setCredit(model.attribution);
    void this.basemap.show(model, this.settings);
  }

  private listen(container: HTMLElement): void {
    const { map, desk } = this;
    listenToKeys(map, {
      run: (name) => this.run(name),
      tool: (event) => (!this.toolbox.isBusy && this.lassoCard.key(event)) || this.toolbox.key(event),
      panned: () => this.toolbox.aim(),
    });
    // A pan that begins before the last has ended tells of its start first and then of the other's end.
    map.on("movestart move", () => this.meter.motion.start());
    map.on("moveend", () => this.meter.motion.stop());
    const tellView = throttled(TELL_VIEW_EVERY_MS, () => {
      const { lon, lat, zoom } = this.sight.view;
      desk.move_view(lon, lat, zoom);
    });
    map.on("moveend", tellView);
    map.on("dragstart", () => {
      if (this.head?.followed) desk.follow(0);
    });
    // The desk's window takes care of what a right click means.
    container.addEventListener("contextmenu", (event) => event.preventDefault());
  }

  /** What the desk may ask for. */
  private obey(): void {
    const { map, desk } = this;
    desk.settings_changed.connect(() => void fetchSettings().then((settings) => this.use(settings)));
    desk.action_asked.connect((name) => {
      const action = ACTIONS.find((known) => known.name === name);
      if (action) this.run(action.name);
    });
    desk.view_asked.connect((lon, lat, zoom) => this.sight.look({ lon, lat, zoom }));
    desk.pan_asked.connect((x, y, seconds) => map.panBy([x, y], { animate: true, duration: seconds, easeLinearity: 1 }));
    desk.pixel_asked.connect((ask, lon, lat) => {
      const { x, y } = map.latLngToContainerPoint([lat, lon]);
      desk.answer_pixel(ask, x, y);
    });
  }

  private complain(code: string, reason: unknown): void {
    this.desk.report_problem(code, reason instanceof Error ? reason.message : String(reason));
  }
}
