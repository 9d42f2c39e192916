// The map of a goal's places: outlines and numbered marks on plain ground, drawn by Leaflet out of the page's own data.
// Without this script the drawing that is in the page already stays; on paper it is shown in any case.
"use strict";
const holder = document.getElementById("map");
const box = document.getElementById("places-map");
const say = holder.dataset;
const spots = JSON.parse(document.getElementById("map-data").textContent);
const page = document.documentElement;
const rtl = page.dir === "rtl";
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;

function element(tag, text, name) {
  const made = document.createElement(tag);
  made.textContent = text;
  if (name) made.className = name;
  return made;
}
// The map itself runs from left to right in every language, as west and east do; what stands in it is text of the page.
function inPageDirection(tag, name) {
  const made = element(tag, "", name);
  made.dir = page.dir;
  return made;
}
function popup(spot) {
  const card = inPageDirection("div", "map-card");
  card.append(element("b", spot.name), ...spot.words.map((words) => element("p", words)));
  const link = element("a", say.see);
  link.href = spot.href;
  card.append(link);
  return card;
}
function mark(spot) {
  const label = inPageDirection("span", "mark-name");
  label.append(spot.name);
  const html = document.createElement("div");
  html.append(element("span", spot.number, spot.urgent ? "mark is-urgent" : "mark"), label);
  return L.divIcon({ html, className: "map-mark", iconSize: null });
}

box.classList.add("is-live");
holder.hidden = false;
const map = L.map(holder, {
  zoomControl: false,
  attributionControl: Boolean(say.tiles),
  scrollWheelZoom: false,
  zoomSnap: 0.25,
  minZoom: 2,
  maxZoom: 18,
  zoomAnimation: !still,
  fadeAnimation: !still,
  markerZoomAnimation: !still,
  inertia: !still,
});
L.control
  .zoom({
    position: rtl ? "topright" : "topleft",
    zoomInTitle: say.in,
    zoomOutTitle: say.out,
  })
  .addTo(map);
if (say.tiles) {
  map.attributionControl.setPrefix(false);
  L.tileLayer(say.tiles, { attribution: say.tilesFrom }).addTo(map);
}

const bounds = L.latLngBounds(spots.map((spot) => spot.at));
spots.forEach((spot) => spot.areas.forEach((area) => bounds.extend(L.latLngBounds(area[0]))));
map.fitBounds(bounds, { padding: [44, 44], maxZoom: 16, animate: false });
spots.forEach((spot) => {
  const there = L.marker(spot.at, { icon: mark(spot), riseOnHover: true }).addTo(map);
  there.bindPopup(popup(spot), {
    minWidth: 140,
    maxWidth: holder.clientWidth < 400 ? 160 : 240,
    offset: [0, -4],
    // beside the zoom buttons, never below them
    autoPanPaddingTopLeft: [rtl ? 12 : 56, 12],
    autoPanPaddingBottomRight: [rtl ? 56 : 12, 12],
  });
  there.bindTooltip(element("span", spot.name), { direction: "top", offset: [0, -14] });
  there.getElement().setAttribute("aria-label", `${spot.number} ${spot.name}: ${spot.words.join(", ")}`);
  there.on("popupopen", (event) => {
    there.closeTooltip();
    const shown = event.popup.getElement();
    shown.querySelector(".leaflet-popup-close-button").setAttribute("aria-label", say.close);
    shown.querySelector(".map-card a").focus({ preventScroll: true });
  });
  there.on("popupclose", (event) => {
    if (event.popup.getElement().contains(document.activeElement)) there.getElement().focus({ preventScroll: true });
  });
  const outline = spot.urgent ? "map-area is-urgent" : "map-area";
  if (spot.areas.length)
    L.polygon(spot.areas, { className: outline })
      .on("click", () => there.openPopup())
      .addTo(map);
});
holder.addEventListener("keydown", (event) => {
  if (event.key === "Escape") map.closePopup();
});
