dnl ratecontrol.m4 - rulesets of features that look at how clients behave, each only when asked for.
_behaviour_rules_`'dnl
