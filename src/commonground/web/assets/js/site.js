// What makes good pages a little better. Every page works without it.
import {
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  ExitThisPage,
  NotificationBanner,
  PasswordInput,
  Radios,
  ServiceNavigation,
  SkipLink,
  Tabs,
  createAll,
} from "govuk-frontend"

document.body.classList.add("js-enabled", "govuk-frontend-supported")
for (const Part of [
  Button, CharacterCount, Checkboxes, ErrorSummary, ExitThisPage, NotificationBanner, PasswordInput, Radios,
  ServiceNavigation, SkipLink, Tabs,
]) {
  createAll(Part)
}

// A choice that says so is applied as soon as it is made; its button stays for everyone else.
for (const form of document.querySelectorAll("form[data-apply-at-once]")) {
  form.addEventListener("change", () => form.requestSubmit())
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false
  button.addEventListener("click", () => window.print())
}

// A text that is there to be copied can be copied by hand as well.
for (const button of document.querySelectorAll("[data-copies]")) {
  button.hidden = !navigator.clipboard
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).value)
    document.getElementById(`${button.dataset.copies}-copied`).textContent = "Copied."
  })
}

// On a phone what is folded away leaves the list in sight; without JavaScript it stays open.
if (window.matchMedia("(max-width: 48.05em)").matches) {
  for (const fold of document.querySelectorAll("details[data-fold-on-phone]:not(:has(.govuk-error-message))")) {
    fold.open = false
  }
}
