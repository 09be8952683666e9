/**
 * Tiles placed by left and top instead of a transform.
 *
 * The engine keeps caches for every element that has a transform and makes them anew with every frame in which the
 * map moves: 46 KB a frame for the tiles of a screen, which is collected only when the map rests. Tiles do not move
 * against each other, so they need none.
 */

export function settleTiles(layer: L.GridLayer): void {
  layer.on("tileloadstart", ({ tile }) => {
    const { x, y } = L.DomUtil.getPosition(tile);
    tile.style.transform = "";
    tile.style.left = `${x}px`;
    tile.style.top = `${y}px`;
  });
}
