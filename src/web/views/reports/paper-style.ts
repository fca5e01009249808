/** Styles of a report as a file of its own: the page it is printed on, and what the dashboard's styles would give it. */
export const paperStyle = `

@page {
  margin: 20mm 15mm 20mm 30mm;
  size: a4;

  @top-center {
    content: counter(page);
    font:
      12pt Tinos,
      "Times New Roman",
      serif;
  }
}

@page :first {
  @top-center {
    content: none;
  }
}

@page wide {
  margin: 20mm 15mm 15mm;
  size: a4 landscape;
}

* {
  box-sizing: border-box;
}

body {
  background: var(--ground);
  margin: 0;
}

.patterns {
  height: 0;
  position: absolute;
  width: 0;
}

.gap-ground {
  fill: var(--strip-gap-ground);
}

.gap-line {
  fill: var(--strip-gap);
}

@media screen {
  .report {
    margin-block: 1rem;
  }
}

@media print {
  :root {
    color-scheme: light;

    --ground: #fff;
    --sheet: #fff;
    --text: #000;
    --text-soft: #333;
  }

  .report {
    font-size: 13pt;
  }

  .report table {
    font-size: 10.5pt;
  }

  .report-figure > figcaption {
    font-size: 10pt;
  }

  .report-signature {
    break-before: avoid;
  }

  .report-note,
  .report .legend {
    font-size: 10pt;
  }

  .report-wide {
    page: wide;
  }
}
`;
