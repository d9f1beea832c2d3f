// For the few pages with a part that renews itself, or a form whose draft is kept while someone types.
// Each page works without: the part has a link, and the form is kept when it is sent.
const EVERY = 2000 // milliseconds

// `HX-Request` asks the door not to redirect a part to the sign-in page, but to say where the whole page should go.
async function ask(address, options) {
  const answer = await fetch(address, { ...options, headers: { "HX-Request": "true" } })
  const elsewhere = answer.headers.get("HX-Redirect")
  if (elsewhere) location.assign(elsewhere)
  return answer.ok && !elsewhere ? answer.text() : null
}

const parts = (page) => [...page.querySelectorAll("[data-part]")]

async function renew(place) {
  const text = await ask(parts(document)[place].dataset.renews).catch(() => null)
  const page = text && new DOMParser().parseFromString(text, "text/html")
  if (page && parts(page)[place]) parts(document)[place].replaceWith(parts(page)[place])
  later(place)
}

function later(place) {
  if ("renews" in parts(document)[place].dataset) setTimeout(renew, EVERY, place)
}

parts(document).forEach((_, place) => later(place))

for (const line of document.querySelectorAll("[data-keeps]")) {
  const form = line.closest("form")
  let waiting
  form.addEventListener("input", () => {
    clearTimeout(waiting)
    waiting = setTimeout(keep, EVERY, form, line)
  })
}

async function keep(form, line) {
  const words = [...new FormData(form)].filter(([, value]) => typeof value === "string") // files are not drafts
  const said = await ask(line.dataset.keeps, { method: "POST", body: new URLSearchParams(words) }).catch(() => null)
  if (said !== null) line.textContent = said.trim()
}
