// The page: joins the circuit, the steps, the code, the formulas and the findings, and listens to keys and buttons.

import { openArrays } from "whygrad/arrays";
import { Circuit } from "whygrad/circuit";
import { Code } from "whygrad/code";
import { printsInParts } from "whygrad/printing";
import { Stepper } from "whygrad/stepper";

const PACE = 1500; // milliseconds a step, when it plays
const root = document.documentElement; // in a notebook's widget, which wraps this module, the element that holds the page
const byId = (id) => root.querySelector(`#${id}`);
const data = JSON.parse(byId("data").textContent);
openArrays(root);
const say = (key, ...fields) => fields.reduce((text, field, number) => text.replaceAll(`{${number}}`, field), data.ui[key][root.lang]);

// --- language, light and dark

byId("language").value = root.lang;
byId("language").addEventListener("change", (event) => {
  root.lang = event.target.value;
  if (root === document.documentElement) document.title = say("title");
  for (const element of root.querySelectorAll("[data-say]")) element.setAttribute("aria-label", say(element.dataset.say));
  for (const option of root.querySelectorAll("option[data-words]")) option.textContent = say(option.dataset.words);
  root.dispatchEvent(new Event("translated"));
});
byId("theme").addEventListener("change", (event) => {
  root.dataset.theme = event.target.value;
});

// --- the findings and the code stand alone where there is no circuit

const circuit = data.views.length ? new Circuit(byId("canvas"), data, say) : null;
const code = new Code(byId("code"), circuit ?? { data, owner: () => null, parts: new Map() });
root.addEventListener("click", (event) => {
  const place = event.target.closest("[data-goto]");
  if (place) code.goto(place.dataset.goto);
});

function tell(text) {
  byId("live").textContent = text;
}

function startCircuit() {
  printsInParts(circuit);
  const stepper = new Stepper(circuit);
  let chosen = null; // a thing whose rule is shown
  let pointed = null;
  let path = null; // of the chosen input: the number of one path, or null for all
  let timer = 0;

  // --- what is shown

  // Below a gate's own rule: numbers that go to several places, and what has come back of their gradients.
  function sums(key) {
    const seen = new Set();
    let found = "";
    for (const link of circuit.linksInto(key)) {
      const { from, out } = link.dataset;
      if (seen.has(`${from} ${out}`)) continue;
      seen.add(`${from} ${out}`);
      const own = data.things[from].outs[out];
      const { come, all } = stepper.shares(from, Number(out));
      const parts = come.map((one) => one.dataset.share);
      if (own.output) parts.unshift(own.seed);
      if (own.derivative === null || all.length + Number(own.output) < 2 || parts.some((one) => one === undefined)) continue;
      const sign = (one, number) => (one.startsWith("-") ? "<mo>−</mo>" : number ? "<mo>+</mo>" : "");
      const terms = parts.map((one, number) => `${sign(one, number)}<mn>${one.replace("-", "")}</mn>`).join("");
      const done = come.length === all.length;
      const end = done ? `<mo>=</mo><mrow class="gradient"><mn>${own.gradient}</mn></mrow>` : "<mo>+</mo><mi>…</mi>";
      found += `<p class="sum">${say(done ? "summed" : "so_far")} <math>${own.derivative}<mo>=</mo>${terms}${end}</math></p>`;
    }
    return found;
  }

  // The numbers to which the gate of a step back hands their gradients.
  function handedTo() {
    return stepper.phase === "back" ? circuit.linksInto(stepper.current).flatMap((link) => link.nodes) : [];
  }

  function lesson(key, { forward, back }) {
    const thing = data.things[key];
    const parts = [thing.about];
    if (forward) parts.push(thing.forward);
    if (back) parts.push(thing.kind === "input" ? "" : `<h4>${say("hands_back")}</h4>`, thing.backward, sums(key));
    return parts.join("");
  }

  function rule() {
    const { phase } = stepper;
    const count = stepper.gates.length;
    let heading = say("overview_title");
    let html = `<p>${say("overview")}</p>`;
    if (phase === "start") [heading, html] = [say("start_title"), `<p>${say("start")}</p>`];
    else if (phase === "turn") [heading, html] = [say("turn_title"), data.turn];
    else if (phase === "forward") [heading, html] = [say("forward", stepper.position, count), lesson(stepper.current, { forward: true })];
    else if (phase === "back") [heading, html] = [say("back", stepper.position - count - 1, count), lesson(stepper.current, { back: true })];
    else if (pointed ?? chosen) [heading, html] = [circuit.title(pointed ?? chosen), lesson(pointed ?? chosen, { forward: true, back: true })];
    byId("rule").innerHTML = html;
    byId("rule").prepend(Object.assign(document.createElement("h3"), { textContent: heading }));
    for (const name of byId("rule").querySelectorAll("[data-node]:not(.share)")) {
      if (!circuit.owner(Number(name.dataset.node)) || name.querySelector("[data-node]")) continue; // of parts in one another, the inner ones
      name.tabIndex = 0;
    }
    return heading;
  }

  function show() {
    const { phase } = stepper;
    const heading = rule();
    const slider = byId("slider");
    slider.max = stepper.last;
    slider.value = stepper.position;
    const text = phase === "all" ? say("all") : stepper.current ? `${heading}: ${circuit.title(stepper.current)}` : heading;
    slider.setAttribute("aria-valuetext", text);
    byId("now").textContent = text;
    code.reveal(code.mark("current", stepper.current ? [stepper.current] : [], handedTo()));
    return text;
  }

  function step(position) {
    chosen = null;
    light();
    stepper.go(position);
    tell(show());
  }

  function point(keys, within = null) {
    circuit.mark("pointed", keys);
    const first = code.mark("pointed", keys, keys.flatMap((key) => data.things[key]?.outs.flatMap((out) => out.nodes) ?? []));
    if (within === "circuit") code.reveal(first);
    for (const name of root.querySelectorAll(".formulas [data-node]")) {
      name.classList.toggle("pointed", keys.includes(circuit.owner(Number(name.dataset.node))));
    }
  }

  // --- paths

  function inputs() {
    const keys = circuit.view.order.filter((key) => data.things[key].kind === "input" && data.paths[data.things[key].inside[0]]);
    const names = keys.map((key) => data.things[key].name);
    const called = (key) => { // inputs of one name, as a loop makes them, are told apart by their values
      const { name, outs: [{ value }] } = data.things[key];
      return typeof value === "string" && names.indexOf(name) !== names.lastIndexOf(name) ? `${name} = ${value}` : name;
    };
    const buttons = keys.map((key) => `<button type="button" data-input="${key}" aria-pressed="${key === chosen}">${called(key)}</button>`);
    byId("inputs").innerHTML = buttons.join("");
  }

  function light() {
    const own = chosen && data.things[chosen].kind === "input" ? data.paths[data.things[chosen].inside[0]] : null;
    const shown = own ? own.paths.filter((_one, number) => path === null || path === number) : [];
    const edges = shown.flatMap((one) => one.edges);
    const keys = own ? [chosen, ...edges.map(([, target]) => circuit.owner(target))] : [];
    circuit.mark("lit", [...new Set(keys)], [...new Set(edges.map((edge) => circuit.linkOf(edge)))].filter(Boolean));
    for (const button of byId("inputs").children) button.setAttribute("aria-pressed", String(button.dataset.input === chosen));
    if (!own) {
      byId("ways").innerHTML = `<p class="note">${say(Object.keys(data.paths).length ? "choose_input" : "no_paths")}</p>`;
      return;
    }
    const rows = own.paths.map((one, number) => {
      const button = `<button type="button" data-path="${number}" aria-pressed="${path === number}">${say("path", number + 1)}</button>`;
      return `<li>${button}<div>${one.html}</div></li>`;
    });
    byId("ways").innerHTML = own.html + `<ol>${rows.join("")}</ol>`;
  }

  function choose(key, only = null) {
    [chosen, path] = [key, only];
    if (key && stepper.phase !== "all") stepper.go(stepper.last);
    show();
    light();
    if (!key) return;
    circuit.reveal(key);
    const own = data.paths[data.things[key].inside[0]];
    tell(data.things[key].kind === "input" && own ? say("lit", circuit.title(key), own.count) : circuit.title(key));
  }

  // --- playing

  function play(on) {
    clearInterval(timer);
    timer = on ? setInterval(() => (stepper.position < stepper.last ? step(stepper.position + 1) : play(false)), PACE) : 0;
    if (on && stepper.position === stepper.last) step(0);
    const button = root.querySelector("[data-do=play]");
    button.setAttribute("aria-pressed", String(on));
    button.querySelector("path").setAttribute("d", on ? "M4 3h3v10H4zM9 3h3v10H9z" : "M4 3L12 8L4 13z");
  }

  const moves = {
    start: () => step(0),
    back: () => step(stepper.position - 1),
    forward: () => step(stepper.position + 1),
    end: () => step(stepper.last),
    play: () => play(!timer),
    open: () => circuit.setAll(true),
    close: () => circuit.setAll(false),
    larger: () => zoom(1.25),
    smaller: () => zoom(0.8),
    fit: () => zoom(0),
  };

  function zoom(factor) {
    circuit.zoom = factor && Math.min(Math.max(circuit.scale * factor, 0.25), 4);
    circuit.fit();
  }

  const keys = { ArrowRight: "forward", ArrowLeft: "back", Home: "start", End: "end", " ": "play" };

  root.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
    if (event.key === "Escape") {
      play(false);
      choose(null);
      return;
    }
    const at = event.target;
    if (at.matches("select, input, textarea, .diff, .numbers, .maths[tabindex], pre[tabindex]") && !(at.id === "slider" && event.key === " ")) return;
    if (event.key === " " && at.matches("button, a, summary, [role=button]")) return;
    if (!(event.key in keys)) return;
    event.preventDefault();
    if (event.key !== " ") play(false);
    moves[keys[event.key]]();
  });
  root.addEventListener("click", (event) => {
    const button = event.target.closest("[data-do], [data-input], [data-path]");
    if (!button) return;
    if (button.dataset.do) {
      if (button.dataset.do !== "play") play(false);
      moves[button.dataset.do]();
    } else if (button.dataset.input) choose(button.dataset.input === chosen ? null : button.dataset.input);
    else {
      const number = Number(button.dataset.path);
      choose(chosen, path === number ? null : number);
      root.querySelector(`[data-path="${number}"]`)?.focus();
    }
  });
  byId("slider").addEventListener("input", (event) => {
    play(false);
    step(Number(event.target.value));
  });

  // --- what the parts tell one another

  let place = stepper.place;
  circuit.addEventListener("pointed", (event) => {
    pointed = event.detail;
    point(pointed ? [pointed] : [], "circuit");
    if (stepper.phase === "all" && !chosen) rule();
  });
  circuit.addEventListener("chosen", (event) => choose(event.detail === chosen ? null : event.detail));
  circuit.addEventListener("viewed", (event) => {
    const inside = chosen ? data.things[chosen].inside : [];
    chosen = inside.length ? circuit.owner(inside[0]) : null;
    pointed = null;
    stepper.reload(place);
    show();
    inputs();
    light();
    tell(event.detail);
  });
  new MutationObserver(() => (place = stepper.place)).observe(byId("now"), { childList: true });
  code.addEventListener("pointed", (event) => point(event.detail));
  code.addEventListener("chosen", (event) => choose(event.detail));
  for (const pane of root.querySelectorAll(".formulas")) {
    const at = (event) => circuit.owner(Number(event.target.closest("[data-node]")?.dataset.node ?? -1));
    for (const on of ["pointerover", "focusin"]) pane.addEventListener(on, (event) => point(at(event) ? [at(event)] : []));
    for (const off of ["pointerout", "focusout"]) pane.addEventListener(off, () => point([]));
  }
  for (const finding of root.querySelectorAll("[data-targets], [data-target]")) {
    const names = (finding.dataset.targets ?? finding.dataset.target).split(" ");
    const isOwn = (claim) => names.some((name) => claim.name === name || claim.name.startsWith(`${name}[`));
    const own = () => circuit.view.order.filter((key) => data.things[key].outs.some((out) => out.claims.some(isOwn)));
    for (const on of ["pointerenter", "focusin"]) finding.addEventListener(on, () => circuit.mark("pointed", own()));
    for (const off of ["pointerleave", "focusout"]) finding.addEventListener(off, () => circuit.mark("pointed", []));
  }
  root.addEventListener("translated", () => {
    circuit.translate();
    show();
    inputs();
    light();
  });

  inputs();
  stepper.paint();
  show();
  light();
}

if (circuit) startCircuit();
root.dataset.ready = "true";
