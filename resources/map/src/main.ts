/** Puts the page together: called once by the page that folium composed, with the map it made. */

import { ACTIONS, type ActionName } from "./actions.ts";
import { ALARMS_PANE, Alarms } from "./alarms.ts";
import { Basemap, MAX_ZOOM } from "./basemap.ts";
import { Camera } from "./camera.ts";
import { type Desk, connectDesk } from "./channel.ts";
import { throttled } from "./elements.ts";
import { Meter } from "./figures.ts";
import { FleetLayer, TRAILS_PANE, UNITS_PANE } from "./fleet_layer.ts";
import { type Frame, type FrameHead, NO_UNITS, type Units } from "./frame.ts";
import { HoverCard } from "./hover.ts";
import { listenToKeys } from "./keyboard.ts";
import { LassoTool } from "./lasso_tool.ts";
import { LayerChooser } from "./layer_chooser.ts";
import { fetchCard, fetchNames, fetchSettings, fetchTrails, pullFrames } from "./live.ts";
import { MeasureTool } from "./measure_tool.ts";
import { Notices } from "./notice.ts";
import { unitsInside } from "./polygon.ts";
import { Readout } from "./readout.ts";
import { Roster } from "./roster.ts";
import { SelectTool } from "./select_tool.ts";
import type { Settings } from "./settings.ts";
import { TOOLS_PANE } from "./sketch.ts";
import { applyTheme } from "./theme.ts";
import { type ToolName, Toolbox } from "./toolbox.ts";
import { Toolbar } from "./toolbar.ts";
import { decodeTrails } from "./trails.ts";
import { toWorld } from "./viewport.ts";

/**
 * What lies over what. The ground is Leaflet's own tile pane (200). Beats and posts, when they come, take 350 and
 * 380: over the ground, under everything that moves.
 */
const PANES: Readonly<Record<string, number>> = {
  [TRAILS_PANE]: 410,
  [ALARMS_PANE]: 440,
  [UNITS_PANE]: 450,
  [TOOLS_PANE]: 500,
};

const REPORT_EVERY_MS = 2000;
const TELL_VIEW_EVERY_MS = 250;

class Page {
  private units: Units = NO_UNITS;
  private head: FrameHead | undefined;
  private readonly meter = new Meter();
  private readonly notices: Notices;
  private readonly roster: Roster;
  private readonly fleet: FleetLayer;
  private readonly alarms: Alarms;
  private readonly camera: Camera;
  private readonly basemap: Basemap;
  private readonly readout: Readout;
  private readonly toolbar: Toolbar;
  private readonly toolbox: Toolbox;
  private readonly layers: LayerChooser;
  private readonly card: HoverCard;
  private trailsVersion = -1;

  constructor(
    private readonly map: L.Map,
    private readonly desk: Desk,
    private settings: Settings,
  ) {
    const container = map.getContainer();
    for (const [name, order] of Object.entries(PANES)) {
      const pane = map.createPane(name);
      pane.style.zIndex = String(order);
      pane.style.pointerEvents = "none";
    }
    map.setMaxZoom(MAX_ZOOM);
    this.camera = new Camera(map);
    this.camera.look(settings.view);
    this.notices = new Notices(container);
    this.roster = new Roster(fetchNames, () => this.fleet.unitsCanvas.repaint(), (reason) => this.complain("roster", reason));
    this.fleet = new FleetLayer(map, this.roster);
    this.fleet.unitsCanvas.onPainted = (ms) => this.meter.draw.add(ms);
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
    this.card = new HoverCard(container, fetchCard);
    this.toolbox = new Toolbox(map, this.makeTools(), (name) => this.onToolTaken(name));
    this.listen(container);
    this.use(settings);
    this.toolbox.take(settings.tool as ToolName);
    this.showLayer(settings.layer);
  }

  /** Pulls frames until the page is left. */
  start(): void {
    void pullFrames(
      (frame, ms) => this.take(frame, ms),
      (reason) => {
        this.notices.say("desk", this.settings.texts.desk_silent);
        this.complain("frames", reason);
      },
    );
    setInterval(() => this.desk.report_figures(this.meter.take()), REPORT_EVERY_MS);
    this.desk.page_ready();
  }

  private take({ head, units }: Frame, fetchMs: number): void {
    this.notices.say("desk", "");
    if (head.unchanged) return;
    this.head = head;
    this.units = units;
    this.meter.fetch.add(fetchMs);
    this.meter.frames++;
    this.meter.units = units.count;
    this.roster.renew(head.rosterVersion);
    this.fleet.take(units);
    this.alarms.take(units);
    this.camera.take(units, head.followed);
    this.toolbar.press("follow", head.followed !== 0);
    this.toolbar.enable("follow", head.primary !== 0 || head.followed !== 0);
    this.toolbar.enable("zoom_selection", head.primary !== 0);
    void this.card.refresh();
    if (head.trailsVersion !== this.trailsVersion) void this.renewTrails(head.trailsVersion);
  }

  private async renewTrails(version: number): Promise<void> {
    this.trailsVersion = version;
    try {
      this.fleet.showTrails(decodeTrails(await fetchTrails()));
    } catch (reason) {
      this.complain("trails", reason);
    }
  }

  private use(settings: Settings): void {
    const grounded = this.settings.theme.name === settings.theme.name;
    this.settings = settings;
    applyTheme(document.documentElement, settings.theme, settings.ui_scale);
    this.map.getContainer().setAttribute("aria-label", settings.texts.map);
    this.toolbar.setTexts(settings.texts);
    this.toolbar.press("trails", settings.trails);
    this.readout.setTexts(settings.texts);
    this.layers.offer(settings.texts.layers, settings.layers, settings.layer);
    this.fleet.use(settings);
    if (!grounded) this.showLayer(settings.layer);
  }

  private makeTools() {
    const chooser = {
      unitsAt: (at: L.LatLng) => this.fleet.unitsAt(this.map.latLngToContainerPoint(at)),
      unitsInside: (outline: readonly L.LatLng[]) =>
        unitsInside(this.units, outline.map(({ lng, lat }) => toWorld({ lon: lng, lat }))),
      choose: this.desk.select.bind(this.desk),
    };
    return {
      select: new SelectTool(this.map, chooser),
      lasso: new LassoTool(this.map, chooser),
      distance: new MeasureTool(this.map, "distance", (points) => this.desk.measure("distance", points)),
      area: new MeasureTool(this.map, "area", (points) => this.desk.measure("area", points)),
    };
  }

  private onToolTaken(name: ToolName): void {
    for (const tool of ["select", "lasso", "distance", "area"] as const) this.toolbar.press(tool, tool === name);
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
      case "zoom_all":
        this.camera.zoomToAll(this.settings.home);
        break;
      case "zoom_selection":
        this.camera.zoomToSelection();
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
      tool: (event) => this.toolbox.key(event),
      panned: () => this.toolbox.aim(),
    });
    map.on("movestart", () => this.meter.motion.start());
    map.on("moveend", () => this.meter.motion.stop());
    const tellView = throttled(TELL_VIEW_EVERY_MS, () => {
      const { lon, lat, zoom } = this.camera.view;
      desk.move_view(lon, lat, zoom);
    });
    map.on("moveend", tellView);
    map.on("dragstart", () => {
      if (this.head?.followed) desk.follow(0);
    });
    map.on("mousemove", ({ containerPoint }) =>
      this.card.point(this.fleet.unitsAt(containerPoint), containerPoint.x, containerPoint.y),
    );
    map.on("mouseout movestart", () => this.card.point([], 0, 0));
    // The desk's window takes care of what a right click means.
    container.addEventListener("contextmenu", (event) => event.preventDefault());
    desk.settings_changed.connect(() => void fetchSettings().then((settings) => this.use(settings)));
    desk.action_asked.connect((name) => {
      const action = ACTIONS.find((known) => known.name === name);
      if (action) this.run(action.name);
    });
    desk.view_asked.connect((lon, lat, zoom) => this.camera.look({ lon, lat, zoom }));
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

/** Starts the page on a map that folium composed. */
export async function start(map: L.Map): Promise<void> {
  const [desk, settings] = await Promise.all([connectDesk(), fetchSettings()]);
  new Page(map, desk, settings).start();
}
