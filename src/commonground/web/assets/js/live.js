// htmx, for the few pages with a part that renews itself. No inline style, no eval: the policy of the site forbids both.
import htmx from "htmx.org"

htmx.config.includeIndicatorStyles = false
htmx.config.allowEval = false
htmx.config.allowScriptTags = false
htmx.config.selfRequestsOnly = true
htmx.config.historyCacheSize = 0
