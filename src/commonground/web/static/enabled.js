/*! With GOV.UK Frontend (MIT), htmx (0BSD), MapLibre GL JS (BSD-3-Clause) where they are used. */
(()=>{document.documentElement.classList.add("js-enabled","govuk-frontend-supported");})();
