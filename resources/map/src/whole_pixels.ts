/** Panning by whole pixels: a map between two pixels is blurred, and without a GPU costs twice as much a frame. */

interface Animation {
  _runFrame(progress: number, round?: boolean): void;
}

/** Leaflet 1.9.4 can round each step of a pan animation, but only does when it stops one early. */
export function glideOnWholePixels(): void {
  const animation = L.PosAnimation.prototype as unknown as Animation;
  const runFrame = animation._runFrame;
  animation._runFrame = function (this: Animation, progress: number) {
    runFrame.call(this, progress, true);
  };
}
