// The circuit: which view is shown, which thing holds which gate, what is marked.

const svgns = "http://www.w3.org/2000/svg";
const [SMALLEST, LARGEST] = [0.8, 1.5]; // at which a circuit is shown

export class Circuit extends EventTarget {
  // `canvas` holds the picture; `data` is the page's own (see document.py); `say` gives a word in the reader's language.
  constructor(canvas, data, say) {
    super();
    this.canvas = canvas;
    this.data = data;
    this.say = say;
    this.zoom = 0; // 0: as it fits
    this.show(0);
    canvas.addEventListener("click", (event) => this.#activated(event, event.target.closest("[data-key]")));
    canvas.addEventListener("keydown", (event) => {
      const own = event.target.closest("[data-key]");
      if (own && (event.key === "Enter" || event.key === " ")) {
        event.preventDefault();
        this.#activated(event, own);
      }
    });
    for (const [on, off] of [["pointerover", "pointerout"], ["focusin", "focusout"]]) {
      canvas.addEventListener(on, (event) => this.#pointed(event.target.closest("[data-key]:not([data-open])")));
      canvas.addEventListener(off, () => this.#pointed(null));
    }
    new ResizeObserver(() => this.fit()).observe(canvas);
    this.begin();
  }

  get view() {
    return this.data.views[this.number];
  }

  get gates() {
    return this.view.order.filter((key) => this.data.things[key].kind !== "input");
  }

  show(number) {
    this.number = number;
    const template = document.createElement("template");
    template.innerHTML = this.view.svg;
    this.canvas.replaceChildren(template.content);
    this.svg = this.canvas.querySelector("svg");
    this.owners = new Map();
    for (const key of this.view.order) for (const node of this.data.things[key].inside) this.owners.set(node, key);
    this.parts = new Map();
    for (const part of this.svg.querySelectorAll("[data-key]")) this.parts.set(part.dataset.key, part);
    this.links = [...this.svg.querySelectorAll(".link")];
    for (const link of this.links) link.nodes = link.dataset.nodes.split(" ").map(Number);
    this.#decorate();
    this.translate();
    this.fit();
  }

  // --- opening and closing

  toggle(key) {
    const opened = new Set(this.view.opened);
    const opening = !opened.has(key);
    if (opening) opened.add(key);
    else for (const other of this.view.opened) if (this.#isInside(other, key)) opened.delete(other);
    this.#go(opened, (view) => view.opened.includes(key) === opening, key);
  }

  setAll(opening) {
    const most = this.data.views.reduce((best, view) => (view.opened.length > best.opened.length ? view : best));
    this.#go(new Set(opening ? most.opened : []), () => true, null);
  }

  // Does the page hold what is inside this box?
  canOpen(key) {
    return this.data.views.some((view) => view.opened.includes(key));
  }

  // To the view in which just these are open; if the page doesn't hold it, to the nearest one that does what was asked.
  #go(wanted, fits, key) {
    const distance = (view) => view.opened.filter((one) => !wanted.has(one)).length + [...wanted].filter((one) => !view.opened.includes(one)).length;
    const fitting = this.data.views.map((view, number) => ({ number, view, away: distance(view) })).filter((one) => fits(one.view));
    const best = fitting.sort((a, b) => a.away - b.away)[0];
    const before = this.number;
    if (best.number !== before) this.show(best.number);
    if (key !== null) this.parts.get(key)?.focus({ preventScroll: true });
    const told = best.away ? this.say("nearest") : key === null ? "" : this.say(best.view.opened.includes(key) ? "is_open" : "is_closed", this.title(key));
    this.dispatchEvent(new CustomEvent("viewed", { detail: told }));
    if (key !== null) this.reveal(key);
    else this.begin();
  }

  #isInside(key, around) {
    const own = this.data.things[key].inside;
    const all = new Set(this.data.things[around].inside);
    return own.every((node) => all.has(node)) && own.length <= all.size;
  }

  // --- what is what

  owner(node) {
    return this.owners.get(node) ?? null;
  }

  get #language() {
    return this.canvas.closest("[lang]").lang;
  }

  title(key) {
    return this.data.things[key].title[this.#language];
  }

  linksInto(key) {
    return this.links.filter((link) => link.dataset.to === key);
  }

  linksFrom(key, out) {
    return this.links.filter((link) => link.dataset.from === key && (out === undefined || link.dataset.out === String(out)));
  }

  // The wire that an edge of a path takes; none where both of its ends are in one box.
  linkOf([source, target, position]) {
    const [from, to] = [this.owner(source), this.owner(target)];
    const found = this.links.filter((link) => link.dataset.from === from && link.dataset.to === to && link.nodes.includes(source));
    return found.find((link) => to !== `n${target}` || link.dataset.port === String(position)) ?? null;
  }

  // --- marks

  mark(style, keys, links = []) {
    for (const part of this.svg.querySelectorAll(`.${style}`)) part.classList.remove(style);
    for (const key of keys) this.parts.get(key)?.classList.add(style);
    for (const link of links) link?.classList.add(style);
    this.svg.classList.toggle(`has-${style}`, keys.length + links.length > 0);
  }

  reveal(key) {
    const part = this.parts.get(key);
    if (!part) return;
    const [own, frame] = [part.getBoundingClientRect(), this.canvas.getBoundingClientRect()];
    const smooth = matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth";
    const move = (low, high, from, to) => {
      if (high - low > to - from) return low - from - 8; // the beginning of what is too large
      const room = Math.max(Math.min((to - from) / 4, 150, (to - from - high + low) / 2), 8); // so that its wires are seen too
      return low < from + room ? low - from - room : high > to - room ? high - to + room : 0;
    };
    const [left, top] = [move(own.left, own.right, frame.left, frame.right), move(own.top, own.bottom, frame.top, frame.bottom)];
    if (left || top) this.canvas.scrollBy({ left, top, behavior: smooth });
  }

  fit() {
    const [width, height] = this.svg.getAttribute("viewBox").split(" ").slice(2).map(Number);
    const scale = this.zoom || this.#fitting(width, height);
    this.scale = scale;
    this.svg.style.width = `${Math.floor(width * scale)}px`;
    this.svg.style.height = `${Math.floor(height * scale)}px`;
  }

  // Enlarged or made smaller, as long as all of it is in view; what is too large for that is never enlarged, nor too small to be read.
  #fitting(width, height) {
    const most = parseFloat(getComputedStyle(this.canvas).maxHeight) || Infinity;
    const wide = Math.min((this.canvas.clientWidth - 2) / width, LARGEST);
    const whole = Math.min(wide, (most - 4) / height);
    return whole >= SMALLEST ? whole : Math.max(Math.min(wide, 1), SMALLEST);
  }

  // Scroll to where all begins.
  begin() {
    this.canvas.scrollTo({ left: 0, behavior: "instant" });
    const inputs = this.view.order.filter((key) => this.data.things[key].kind === "input");
    const places = inputs.map((key) => this.parts.get(key)?.getBoundingClientRect()).filter(Boolean);
    if (!places.length) return;
    const frame = this.canvas.getBoundingClientRect();
    const [low, high] = [Math.min(...places.map((one) => one.top)) - frame.top, Math.max(...places.map((one) => one.bottom)) - frame.top];
    const top = high - low > frame.height ? low - 8 : (low + high - frame.height) / 2;
    this.canvas.scrollBy({ top, behavior: "instant" });
  }

  // --- words

  translate() {
    for (const [key, part] of this.parts) {
      const thing = this.data.things[key];
      const named = part.querySelector(".frame-title, .box-title");
      if (named) named.textContent = this.title(key) + (thing.wrong && !part.dataset.open ? " ✗" : "");
      for (const [number, out] of thing.outs.entries()) {
        const rows = part.querySelectorAll(`text:is(.above, .below, .claim)[data-out="${number}"] tspan:last-child`);
        out.rows?.[document.documentElement.lang]?.forEach((text, row) => {
          if (rows[row]) rows[row].textContent = text;
        });
        const count = out.count && part.querySelector(`.above[data-out="${number}"] .small`);
        if (count) count.textContent = out.count[this.#language];
        for (const claim of part.querySelectorAll(`.claim[data-out="${number}"] .wrong`)) {
          const missing = out.claims.find((one) => one.missing && claim.textContent.startsWith(`✗ ${one.name}:`));
          if (missing) claim.textContent = `✗ ${missing.name}: ${this.say("missing")}`;
        }
      }
      part.setAttribute("role", "button");
      part.setAttribute("aria-label", this.#spoken(key, part));
      if (this.canOpen(key)) part.setAttribute("aria-expanded", String(Boolean(part.dataset.open)));
    }
    for (const link of this.links) {
      const share = link.querySelector(".share tspan");
      if (share && link.dataset.words) share.textContent = JSON.parse(link.dataset.words)[document.documentElement.lang];
    }
  }

  #spoken(key, part) {
    const thing = this.data.things[key];
    const outs = part.dataset.open ? [] : thing.outs.filter((out) => out.value !== null);
    const numbers = outs.map((out) => {
      const told = (value) => (typeof value === "string" ? value : value[document.documentElement.lang]);
      const own = [`${out.name || this.say("value")} = ${told(out.value)}`];
      if (out.gradient !== null) own.push(`${this.say("gradient")} ${told(out.gradient)}`);
      return [...own, ...out.claims.filter((one) => !one.right).map((one) => `${this.say("wrong")}: ${one.name}`)].join(", ");
    });
    const line = thing.line ? [this.say("line", thing.line)] : [];
    return [this.title(key), ...(thing.kind === "input" ? [] : line), ...numbers].join(", ");
  }

  // A sign on each box that it can be opened or closed.
  #decorate() {
    for (const [key, part] of this.parts) {
      part.querySelector("rect > title")?.remove();
      if (!this.canOpen(key)) continue;
      const body = part.querySelector("rect");
      const [x, y, width] = ["x", "y", "width"].map((name) => Number(body.getAttribute(name)));
      const sign = document.createElementNS(svgns, "g");
      sign.setAttribute("class", "sign");
      const [left, top, size] = part.dataset.open ? [x + width - 22, y + 3, 18] : [x + width - 13, y + 2, 10];
      const [middle, across, arm] = [left + size / 2, top + size / 2, size / 2 - 2.5];
      const plus = part.dataset.open ? "" : `M${middle} ${across - arm}v${2 * arm}`;
      sign.innerHTML = `<rect x="${left}" y="${top}" width="${size}" height="${size}" rx="3"/><path d="M${middle - arm} ${across}h${2 * arm}${plus}"/>`;
      part.append(sign);
    }
  }

  #activated(event, part) {
    if (!part) return;
    const key = part.dataset.key;
    if (part.dataset.open) {
      if (event.type === "keydown" || event.target.closest(".sign, text")) this.toggle(key);
    } else if (this.canOpen(key)) this.toggle(key);
    else this.dispatchEvent(new CustomEvent("chosen", { detail: key }));
  }

  #pointed(part) {
    this.dispatchEvent(new CustomEvent("pointed", { detail: part?.dataset.key ?? null }));
  }
}
