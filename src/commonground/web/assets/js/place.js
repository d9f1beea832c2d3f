// A map on which a place is pointed at, or an area drawn, corner by corner: it fills in what can be typed as well.
const SHORT = 6 // decimals of a degree: about ten centimetres

for (const picker of document.querySelectorAll("[data-picker]")) {
  begin(picker)
}

function begin(picker) {
  const form = picker.closest("form")
  const group = picker.closest(".govuk-form-group")
  const svg = picker.querySelector("svg")
  const map = picker.querySelector(".cg-picker__map")
  const said = picker.querySelector(".cg-picker__said")
  const cross = picker.querySelector(".cg-picker__cross")
  const box = svg.viewBox.baseVal
  const [a, b, c, d, e, f] = picker.dataset.degrees.split(" ").map(Number)
  const prefix = group.querySelector("[name]").name.replace(/(latitude|drawn)$/, "")
  const field = (name) => form.elements.namedItem(prefix + name)
  const drawsArea = picker.dataset.picker === "area"
  let at = { x: box.width / 2, y: box.height / 2 }

  const toDegrees = ({ x, y }) => [a + b * x + c * y, d + e * x + f * y]
  const toSpot = (longitude, latitude) => {
    const [u, v, whole] = [longitude - a, latitude - d, b * f - c * e]
    return { x: (u * f - v * c) / whole, y: (v * b - u * e) / whole }
  }
  const wardAt = (spot) => {
    const point = svg.createSVGPoint()
    Object.assign(point, spot)
    const ward = [...svg.querySelectorAll("[data-name]")].find((path) => path.isPointInFill(point))
    return ward ? ward.dataset.name : "outside the area"
  }
  const show = (words) => { said.textContent = words }
  const moveTo = (spot) => {
    at = { x: Math.min(Math.max(spot.x, 0), box.width), y: Math.min(Math.max(spot.y, 0), box.height) }
    cross.setAttribute("transform", `translate(${at.x},${at.y})`)
  }

  const point = {
    draw() {
      const [x, y] = [Number(field("longitude").value), Number(field("latitude").value)]
      const known = field("longitude").value.trim() && field("latitude").value.trim() && !Number.isNaN(x + y)
      const spot = picker.querySelector(".cg-picker__spot")
      spot.setAttribute("display", known ? "inline" : "none")
      if (known) {
        const { x: left, y: top } = toSpot(x, y)
        spot.setAttribute("transform", `translate(${left},${top})`)
      }
    },
    put() {
      const [longitude, latitude] = toDegrees(at)
      field("longitude").value = longitude.toFixed(SHORT)
      field("latitude").value = latitude.toFixed(SHORT)
      show(`The place is set: ${wardAt(at)}.`)
    },
    back() {
      field("longitude").value = field("latitude").value = ""
      show("No place is set.")
    },
  }

  const lines = () => field("drawn").value.split("\n").map((line) => line.trim()).filter(Boolean)
  const area = {
    draw() {
      const spots = lines().map((line) => line.split(/[,; ]+/).map(Number)).filter((pair) => pair.length === 2)
      const path = spots.map(([y, x]) => toSpot(x, y)).map((spot) => `${spot.x.toFixed(1)},${spot.y.toFixed(1)}`)
      picker.querySelector(".cg-picker__area").setAttribute("d", path.length ? `M${path.join("L")}Z` : "")
    },
    put() {
      const held = lines()
      if (held.length >= Number(picker.dataset.most)) {
        show(`An area has at most ${picker.dataset.most} corners.`)
        return
      }
      const [longitude, latitude] = toDegrees(at)
      field("drawn").value = [...held, `${latitude.toFixed(SHORT)}, ${longitude.toFixed(SHORT)}`].join("\n")
      show(`Corner ${held.length + 1} is set: ${wardAt(at)}.`)
    },
    back() {
      const held = lines().slice(0, -1)
      field("drawn").value = held.join("\n")
      show(held.length ? `${held.length} corners are left.` : "No corner is set.")
    },
  }

  const what = drawsArea ? area : point
  const act = (deed) => { deed(); what.draw() }
  svg.addEventListener("click", (event) => {
    const frame = svg.getBoundingClientRect()
    moveTo({
      x: ((event.clientX - frame.left) * box.width) / frame.width,
      y: ((event.clientY - frame.top) * box.height) / frame.height,
    })
    act(what.put)
  })
  map.addEventListener("keydown", (event) => {
    const step = event.shiftKey ? 40 : 8
    const way = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key]
    if (way) {
      event.preventDefault()
      moveTo({ x: at.x + way[0], y: at.y + way[1] })
      show(`The cross is in ${wardAt(at)}.`)
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault()
      act(what.put)
    }
  })
  picker.querySelector("[data-picker-back]").addEventListener("click", () => act(what.back))
  for (const name of drawsArea ? ["drawn"] : ["longitude", "latitude"]) {
    field(name).addEventListener("input", what.draw)
  }
  moveTo(at)
  what.draw()
  picker.hidden = false
}
