// What the map is compared with: a stock Leaflet canvas layer with one circle marker a unit. It takes the place of
// the page's own script, gets the same frames over the same scheme and reports the same figures.
"use strict";

var watchfloor = (() => {
  const HEADER_BYTES = 48;
  const STATUS_COLORS = ["#7b8a9f", "#2fbf71", "#3ea6ff", "#f5a524", "#b18cff", "#7a8699"];
  const draws = [];
  const fetches = [];
  let frames = 0;
  let units = 0;

  const redraw = L.Canvas.prototype._redraw;
  L.Canvas.prototype._redraw = function () {
    const started = performance.now();
    redraw.call(this);
    draws.push(performance.now() - started);
  };

  const motion = { frames: 0, ms: 0, since: 0, waiting: 0 };
  const tick = () => {
    motion.frames++;
    motion.waiting = requestAnimationFrame(tick);
  };
  const startMotion = () => {
    if (motion.waiting) return;
    motion.since = performance.now();
    motion.waiting = requestAnimationFrame(tick);
  };
  const stopMotion = () => {
    if (!motion.waiting) return;
    cancelAnimationFrame(motion.waiting);
    motion.waiting = 0;
    motion.ms += performance.now() - motion.since;
  };
  const takeFps = () => {
    const wasMoving = motion.waiting !== 0;
    stopMotion();
    const fps = motion.ms < 200 ? 0 : (motion.frames * 1000) / motion.ms;
    motion.frames = 0;
    motion.ms = 0;
    if (wasMoving) startMotion();
    return fps;
  };

  const quantile = (values, share) => {
    const sorted = [...values].sort((a, b) => a - b);
    return sorted.length ? sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] : 0;
  };

  function report(desk) {
    desk.report_figures({
      fps: takeFps(),
      draw_p50_ms: quantile(draws, 0.5),
      draw_p95_ms: quantile(draws, 0.95),
      fetch_p50_ms: quantile(fetches, 0.5),
      units,
      frames,
    });
    draws.length = fetches.length = frames = 0;
  }

  async function pull(map, layer, renderer) {
    const markers = new Map();
    let token = 0;
    for (;;) {
      const response = await fetch(`desk://live/units?have=${token}`);
      const started = performance.now();
      const buffer = await response.arrayBuffer();
      fetches.push(performance.now() - started);
      const head = new DataView(buffer);
      token = head.getUint32(12, true);
      units = head.getUint32(8, true);
      frames++;
      const number = new Uint32Array(buffer, HEADER_BYTES, units);
      const x = new Uint32Array(buffer, HEADER_BYTES + 4 * units, units);
      const y = new Uint32Array(buffer, HEADER_BYTES + 8 * units, units);
      const kind = new Uint8Array(buffer, HEADER_BYTES + 12 * units, units);
      for (let row = 0; row < units; row++) {
        const lon = (x[row] / 2 ** 32) * 360 - 180;
        const lat = (Math.atan(Math.sinh(Math.PI * (1 - y[row] / 2 ** 31))) * 180) / Math.PI;
        const marker = markers.get(number[row]);
        if (marker) marker.setLatLng([lat, lon]);
        else {
          const color = STATUS_COLORS[kind[row] & 15];
          const made = L.circleMarker([lat, lon], { renderer, radius: 6, color, fillOpacity: 0.9, interactive: false });
          markers.set(number[row], made.addTo(layer));
        }
      }
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
  }

  async function start(map) {
    const desk = await new Promise((resolve) => {
      new QWebChannel(qt.webChannelTransport, (channel) => resolve(channel.objects.desk));
    });
    const { view } = await (await fetch("desk://live/settings")).json();
    map.setView([view.lat, view.lon], view.zoom, { animate: false });
    map.on("movestart move", startMotion);
    map.on("moveend", stopMotion);
    desk.pan_asked.connect((x, y, seconds) => map.panBy([x, y], { animate: true, duration: seconds, easeLinearity: 1 }));
    setInterval(() => report(desk), 2000);
    desk.page_ready();
    await pull(map, L.layerGroup().addTo(map), L.canvas());
  }

  return { start };
})();
