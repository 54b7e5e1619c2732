// Runs before the first paint, so that a chosen theme and language never flash the other one.
(() => {
  try {
    const theme = localStorage.getItem("atelier.theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
    const language = localStorage.getItem("atelier.language");
    if (language) document.documentElement.lang = language;
  } catch {
    // Storage can be blocked; the system's theme then applies.
  }
})();
