"use strict";
// Draws `<figure data-chart="bar">` from the table in it: first column names with links, second column numbers.
// The table stays for those who cannot see the picture, and says the same.

(() => {
  const drawn = new WeakMap();

  function rowsOf(figure) {
    return [...figure.querySelectorAll("tbody tr")].map((row) => ({
      name: row.cells[0].textContent.trim(),
      url: row.querySelector("a")?.href,
      value: Number(row.cells[1].dataset.value),
    }));
  }

  function draw(figure) {
    if (drawn.has(figure) || !window.echarts) return;
    const rows = rowsOf(figure);
    const place = document.createElement("div");
    place.className = "chart-place";
    place.setAttribute("aria-hidden", "true");
    figure.prepend(place);
    const chart = window.echarts.init(place, null, { renderer: "svg" });
    const style = getComputedStyle(document.documentElement);
    chart.setOption({
      animation: false,
      grid: { left: 8, right: 64, top: 4, bottom: 4, containLabel: true },
      tooltip: { renderMode: "richText" },
      xAxis: { type: "value", show: false },
      yAxis: { type: "category", inverse: true, data: rows.map((row) => row.name), axisTick: { show: false } },
      series: [{
        type: "bar", barMaxWidth: 16, data: rows.map((row) => row.value),
        itemStyle: { color: style.getPropertyValue("--bank").trim() },
        label: { show: true, position: "right", formatter: (bar) => bar.value.toLocaleString("en") },
      }],
    });
    chart.on("click", (bar) => { if (rows[bar.dataIndex].url) window.location.assign(rows[bar.dataIndex].url); });
    new ResizeObserver(() => chart.resize()).observe(place);
    drawn.set(figure, chart);
  }

  function drawAll() { document.querySelectorAll("figure[data-chart]").forEach(draw); }
  document.addEventListener("DOMContentLoaded", drawAll);
  document.addEventListener("htmx:afterSettle", drawAll);
})();
