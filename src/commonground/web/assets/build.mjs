// Sass and JavaScript to ../static, with a record of what they were made from. Run by `make static`.
import { createHash } from "node:crypto"
import { execFileSync } from "node:child_process"
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { build } from "esbuild"
import { compile } from "sass"

const OUT = "../static"
const LICENCES = "/*! With GOV.UK Frontend and MapLibre GL JS where they are used: see licences.txt. */\n"
const THEIRS = {
  "GOV.UK Frontend (without its crown and its font)": "licences/govuk-frontend.txt",
  "MapLibre GL JS": "node_modules/maplibre-gl/LICENSE.txt",
  "Source Sans 3": "../../report/fonts/OFL.md",
}

rmSync(OUT, { recursive: true, force: true })
mkdirSync(OUT, { recursive: true })

const { css } = compile("sass/site.scss", { style: "compressed", loadPaths: ["node_modules"], quietDeps: true })
writeFileSync(`${OUT}/site.css`, LICENCES + css.replace(/^\uFEFF/, ""))

const shared = { bundle: true, minify: true, target: "es2020", legalComments: "none", banner: { js: LICENCES.trim() } }
for (const name of ["enabled", "site", "live", "place"]) {
  await build({ ...shared, entryPoints: [`js/${name}.js`], format: "iife", outfile: `${OUT}/${name}.js` })
}
await build({ ...shared, entryPoints: ["js/map.js"], format: "esm", outfile: `${OUT}/map.js` })
await build({
  ...shared, entryPoints: ["node_modules/maplibre-gl/dist/maplibre-gl-worker.mjs"], format: "esm",
  outfile: `${OUT}/map-worker.js`,
})
cpSync("images", OUT, { recursive: true })
cpSync("node_modules/maplibre-gl/dist/maplibre-gl.css", `${OUT}/map.css`)
execFileSync(process.env.PYTHON ?? "python3", ["fonts.py", `${OUT}/fonts`])

const licences = Object.entries(THEIRS).map(([name, file]) => `${name}\n\n${readFileSync(file, "utf8").trim()}\n`)
writeFileSync(`${OUT}/licences.txt`, licences.join("\n" + "-".repeat(80) + "\n\n"))

const digest = (path) => createHash("sha256").update(readFileSync(path)).digest("hex")
const all = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`)
    .sort()
const sources = ["build.mjs", "fonts.py", "package.json", "package-lock.json", ...all("images"), ...all("licences"), ...all("js"), ...all("sass")]
const record = {
  sources: Object.fromEntries(sources.map((path) => [path, digest(path)])),
  compiled: Object.fromEntries(all(OUT).map((path) => [path.slice(OUT.length + 1), digest(path)])),
}
writeFileSync(`${OUT}/made-from.json`, JSON.stringify(record, null, 1) + "\n")
