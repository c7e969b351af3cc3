/**
 * Bundles the viewer: node build.mjs <output folder>
 *
 * anatomy-scene.js goes on every page, viewer.js (explorer.js for the whole body) is loaded by it on the first tap, anatomy-scene.css belongs in
 * the page's head, licences.txt goes along. The colours are asked of the posters' own table, so that picture and
 * viewer show the same body; it needs any Python 3 (PALPATE_PYTHON, the clone's .venv, or the one on the path).
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const [out] = process.argv.slice(2);
if (!out) {
  console.error("Usage: node build.mjs <output folder>");
  process.exit(2);
}

const source = (name) => join(here, "src", name);
const shared = {
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2022", "chrome111", "firefox114", "safari16.4"],
  banner: { js: "/* Contains software of others: see licences.txt beside this file. */" },
  loader: { ".css": "text" },
  outdir: out,
  plugins: [
    { name: "palette", setup: palette },
    { name: "css text", setup: smallerCss },
  ],
};

await build({ ...shared, entryPoints: [source("anatomy-scene.js")], external: ["./viewer.js", "./explorer.js"] });
await build({ ...shared, entryPoints: [source("viewer.js"), source("explorer.js")] });
await build({ entryPoints: [source("anatomy-scene.css")], minify: true, outdir: out });

mkdirSync(out, { recursive: true });
writeFileSync(join(out, "licences.txt"), licences());

for (const name of ["anatomy-scene.js", "viewer.js", "explorer.js", "anatomy-scene.css"]) {
  const bytes = readFileSync(join(out, name));
  console.log(`${name.padEnd(20)}${String(bytes.length).padStart(8)} bytes ${String(gzipSync(bytes, { level: 9 }).length).padStart(8)} gzip`);
}

/** Style sheets that scripts carry as text are minified first. */
function smallerCss({ onLoad, esbuild }) {
  onLoad({ filter: /\.css$/ }, async ({ path }) => {
    const { code } = await esbuild.transform(readFileSync(path, "utf8"), { loader: "css", minify: true });
    return { contents: code, loader: "text" };
  });
}

/** Answers `import palette from "palette"` with the colours of the posters. */
function palette({ onResolve, onLoad }) {
  onResolve({ filter: /^palette$/ }, () => ({ path: "palette", namespace: "palette" }));
  onLoad({ filter: /.*/, namespace: "palette" }, () => ({ contents: posterColours(), loader: "json" }));
}

function posterColours() {
  const venv = join(here, "..", ".venv", "bin", "python");
  const python = process.env.PALPATE_PYTHON ?? (existsSync(venv) ? venv : "python3");
  const table = join(here, "..", "src", "palpate", "body", "colours.py");
  const ask = "import runpy, sys; sys.stdout.buffer.write(runpy.run_path(sys.argv[1])['palette_json']())";
  return execFileSync(python, ["-c", ask, table]);
}

/** What the packages within the bundle ask to be told with it. */
function licences() {
  const packages = Object.keys(JSON.parse(readFileSync(join(here, "package.json"), "utf8")).dependencies);
  return packages.map(licenceOf).join("\n\n");
}

function licenceOf(name) {
  const folder = join(here, "node_modules", name);
  const { version, license, author } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = ["LICENSE", "LICENSE.md"].map((each) => join(folder, each)).find(existsSync);
  return `${name} ${version}, by ${author.name ?? author} (${license})\n\n${file ? readFileSync(file, "utf8") : ""}`.trim();
}
