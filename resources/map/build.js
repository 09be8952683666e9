// Bundles the page into dist/. With --tests, bundles each test to dist/tests for node's own runner.
import { cp, mkdir, readdir, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

async function buildPage() {
  await rm(here("dist"), { recursive: true, force: true });
  await mkdir(here("dist"), { recursive: true });
  await build({
    entryPoints: [here("src/main.ts"), here("src/painter_worker.ts"), here("src/map.css")],
    outdir: here("dist"),
    bundle: true,
    format: "iife",
    globalName: "watchfloor",
    target: "chrome130",
    minify: true,
    sourcemap: false,
    legalComments: "linked",
    logLevel: "warning",
  });
  // Leaflet stays a file of its own: the page loads it first, and it is the global that plugins expect.
  await cp(here("node_modules/leaflet/dist/leaflet.js"), here("dist/leaflet.js"));
  await cp(here("node_modules/leaflet/dist/leaflet.css"), here("dist/leaflet.css"));
}

async function buildTests() {
  const tests = (await readdir(here("tests"))).filter((name) => name.endsWith(".test.ts"));
  await rm(here("dist/tests"), { recursive: true, force: true });
  await build({
    entryPoints: tests.map((name) => here(`tests/${name}`)),
    outdir: here("dist/tests"),
    bundle: true,
    format: "esm",
    platform: "node",
    logLevel: "warning",
  });
}

await (process.argv.includes("--tests") ? buildTests() : buildPage());
