// Runs before the page is drawn, so that nothing is seen twice: first plain, then enhanced.
document.documentElement.classList.add("js-enabled", "govuk-frontend-supported")
