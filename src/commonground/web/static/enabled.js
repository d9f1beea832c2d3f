/*! With GOV.UK Frontend and MapLibre GL JS where they are used: see licences.txt. */
(()=>{document.documentElement.classList.add("js-enabled","govuk-frontend-supported");})();
