/** Where the page begins: called once by the page that folium composed, with the map it made. */

import { connectDesk } from "./channel.ts";
import { collectByTheClock } from "./garbage.ts";
import { fetchSettings } from "./live.ts";
import { Page } from "./page.ts";
import { makePanes } from "./panes.ts";
import { glideOnWholePixels } from "./whole_pixels.ts";

export async function start(map: L.Map): Promise<void> {
  collectByTheClock();
  glideOnWholePixels();
  makePanes(map);
  const [desk, settings] = await Promise.all([connectDesk(), fetchSettings()]);
  new Page(map, desk, settings).start();
}
