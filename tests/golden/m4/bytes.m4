len(`é') regexp(`aéb', `b') patsubst(`�x', `x', `\&\&')
