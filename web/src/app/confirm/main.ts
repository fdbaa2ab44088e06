import { tokenIn } from "@/pages/confirm/answers";
import { open } from "@/pages/confirm/Page";
import "@/lib/tokens.css";

const root = document.getElementById("root");
if (root === null) throw new Error("c.html has no #root");

open(root, tokenIn(location.pathname), navigator.language.startsWith("zh") ? "zh" : "en");
