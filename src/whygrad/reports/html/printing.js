// On paper a circuit that is wider or higher than a page comes in parts, so that its labels can be read.

const WIDTH = 1000; // of a part, in the picture's own units: labels of 11 are more than 7 pixels where a page is 650 pixels wide
const HEIGHT = 1250;
const OVERLAP = 130; // what two neighbours both show: a label is whole in one of them

function starts(size, most) {
  const count = size <= most ? 1 : Math.ceil((size - OVERLAP) / (most - OVERLAP));
  return Array.from({ length: count }, (_one, k) => (count > 1 ? (k * (size - most)) / (count - 1) : 0));
}

export function printsInParts(circuit) {
  let made = [];
  addEventListener("beforeprint", () => {
    const [width, height] = circuit.svg.getAttribute("viewBox").split(" ").slice(2).map(Number);
    const places = starts(height, HEIGHT).flatMap((top) => starts(width, WIDTH).map((left) => [left, top]));
    if (places.length === 1) return;
    made = places.map(([left, top]) => {
      const part = circuit.svg.cloneNode(true);
      part.setAttribute("viewBox", `${left} ${top} ${Math.min(WIDTH, width)} ${Math.min(HEIGHT, height)}`);
      for (const own of ["width", "height", "style"]) part.removeAttribute(own); // as wide as the page
      part.classList.add("part");
      return part;
    });
    circuit.svg.after(...made);
    circuit.svg.classList.add("in-parts");
  });
  addEventListener("afterprint", () => {
    for (const part of made) part.remove();
    made = [];
    circuit.svg.classList.remove("in-parts");
  });
}
