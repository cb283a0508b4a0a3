// The page within a notebook: its own element, its own style, and the keys of the notebook left alone.

// The words that the page's modules know the document by, in the style of an element within another document.
const within = (text) => text
  .replaceAll(":root", ".whygrad")
  .replaceAll("body > header", ".whygrad > header")
  .replaceAll(/\bbody \{/g, ".whygrad {")
  .replaceAll(/\bmain(?= \{|\.checked)/g, ".main")
  .replaceAll(/@media (screen and )?\(min-width/g, "@container (min-width");

// A colour as it looks, in whatever way it is written: rgb(), oklch(), color().
function pixel(colour) {
  const brush = new OffscreenCanvas(1, 1).getContext("2d");
  brush.fillStyle = colour;
  brush.fillRect(0, 0, 1, 1);
  return brush.getImageData(0, 0, 1, 1).data;
}

// Is the notebook dark? Its background says so, whatever the system says.
function theme(element) {
  for (let at = element; at; at = at.parentElement ?? at.getRootNode().host) {
    const [red, green, blue, alpha] = pixel(getComputedStyle(at).backgroundColor);
    if (alpha > 127) return (red + green + blue) / 3 < 110 ? "dark" : "light";
  }
  return "auto";
}

function render({ model, el }) {
  el.dataset.lmSuppressShortcuts = "true"; // JupyterLab's own keys, such as those of its command mode
  const shadow = el.shadowRoot ?? el.attachShadow({ mode: "open" });
  const show = () => {
    // A document has one main part, and that is the notebook's.
    shadow.innerHTML = model.get("page").replace('<main class="', '<div class="main ').replace("</main>", "</div>");
    const style = shadow.querySelector("style");
    style.textContent = `${within(style.textContent)}\n:host { display: block; container-type: inline-size; } .whygrad { border-radius: 10px; }`;
    const root = shadow.querySelector(".whygrad");
    root.dataset.theme = theme(el);
    root.querySelector(".skip")?.remove();
    root.addEventListener("keydown", (event) => event.stopPropagation());
    startPage(root);
    root.querySelector("#theme").value = root.dataset.theme;
    const still = document.querySelector(`[data-whygrad="${model.get("instead")}"]`);
    if (still) still.hidden = true; // what is shown where no script runs
  };
  show();
  model.on("change:page", show);
  return () => model.off("change:page", show);
}

export default { render };
