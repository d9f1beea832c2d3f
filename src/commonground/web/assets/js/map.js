// The map beside its list: our own boundaries on white, nothing fetched from anywhere else.
import { AttributionControl, Map, NavigationControl, setWorkerUrl } from "maplibre-gl"

const SHADES = ["#ffffff", "#e6eff8", "#b3d0ea", "#72a7d6", "#2f73b3", "#12436d"]
const INK = "#0b0c0c"

for (const part of document.querySelectorAll("[data-map]")) draw(part)

async function draw(part) {
  const live = part.querySelector(".cg-map__live")
  const answer = await fetch(live.dataset.boundaries)
  if (!answer.ok) return // the picture and the list stay
  const boundaries = await answer.json()
  setWorkerUrl(new URL(live.dataset.worker, location.href).href)
  live.hidden = false
  part.querySelector(".cg-map__still")?.setAttribute("hidden", "")

  const map = new Map({
    container: live,
    style: { version: 8, sources: {}, layers: [{ id: "paper", type: "background", paint: { "background-color": "#f3f5f7" } }] },
    bounds: extent(boundaries),
    fitBoundsOptions: { padding: 16 },
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    cooperativeGestures: true,
  })
  map.touchZoomRotate.disableRotation()
  map.getCanvas().setAttribute("aria-label", live.dataset.label)
  map.addControl(new NavigationControl({ showCompass: false }), "top-right")
  map.addControl(new AttributionControl({ customAttribution: live.dataset.attribution, compact: false }))
  map.on("load", () => lay(part, map, boundaries))
}

function lay(part, map, boundaries) {
  map.addSource("places", { type: "geojson", data: boundaries, promoteId: "key" })
  const chosen = (yes, no) => ["case", ["boolean", ["feature-state", "chosen"], false], yes, no]
  const shade = ["match", ["get", "class"], ...SHADES.flatMap((colour, i) => [i, colour]), SHADES[0]]
  map.addLayer({ id: "areas", type: "fill", source: "places", paint: { "fill-color": shade } })
  map.addLayer({ id: "edges", type: "line", source: "places", paint: { "line-color": "#ffffff", "line-width": 0.8 } })
  map.addLayer({
    id: "chosen", type: "line", source: "places",
    paint: { "line-color": INK, "line-width": chosen(3, 0), "line-opacity": chosen(1, 0) },
  })

  const said = part.querySelector(".cg-map__said")
  const rows = Object.fromEntries([...part.querySelectorAll("[data-place]")].map((row) => [row.dataset.place, row]))
  let current
  const choose = (key) => {
    if (key === current) return
    if (current !== undefined) {
      map.setFeatureState({ source: "places", id: current }, { chosen: false })
      rows[current]?.classList.remove("cg-place--chosen")
    }
    current = key
    if (key === undefined) return
    map.setFeatureState({ source: "places", id: key }, { chosen: true })
    rows[key]?.classList.add("cg-place--chosen")
    const place = boundaries.features.find((feature) => feature.properties.key === key)?.properties
    if (place) said.textContent = `${place.name}: ${place.shown}`
  }
  map.on("mousemove", "areas", (event) => choose(event.features[0].properties.key))
  map.on("click", "areas", (event) => {
    choose(event.features[0].properties.key)
    rows[current]?.scrollIntoView({ block: "nearest" })
  })
  for (const [key, row] of Object.entries(rows)) {
    row.addEventListener("mouseenter", () => choose(key))
    row.addEventListener("focusin", () => choose(key))
  }
  part.dataset.map = "drawn"
}

function extent(boundaries) {
  let [west, south, east, north] = [180, 90, -180, -90]
  const walk = (point) => {
    if (typeof point[0] !== "number") return point.forEach(walk)
    west = Math.min(west, point[0])
    east = Math.max(east, point[0])
    south = Math.min(south, point[1])
    north = Math.max(north, point[1])
  }
  boundaries.features.forEach((feature) => walk(feature.geometry.coordinates))
  return [west, south, east, north]
}
