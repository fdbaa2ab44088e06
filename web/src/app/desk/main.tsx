import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { App } from "@/app/desk/App";
import { renewed } from "@/app/renewed";
import "@/lib/tokens.css";

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root");

renewed();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
