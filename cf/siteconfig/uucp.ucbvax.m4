dnl uucp.ucbvax.m4 - SITECONFIG(uucp.ucbvax, name, class): UUCP neighbours of a Berkeley machine of old.
SITE(`Padova')dnl
SITE(`Shasta')dnl
SITE(`alice')dnl
SITE(`allegra')dnl
SITE(`amdcad')dnl
SITE(`att')dnl
SITE(`attunix')dnl
SITE(`avsd')dnl
SITE(`bellcore bellcor')dnl
SITE(`calma')dnl
SITE(`cithep')dnl
SITE(`cnmat')dnl
SITE(`craig')dnl
SITE(`craylab')dnl
SITE(`decusj')dnl
SITE(`decvax')dnl
SITE(`decwrl')dnl
SITE(`dssovax')dnl
SITE(`eagle')dnl
SITE(`ecovax')dnl
SITE(`floyd')dnl
SITE(`franz')dnl
SITE(`geoff')dnl
SITE(`harpo')dnl
SITE(`ho3e2')dnl
SITE(`hpda')dnl
SITE(`hplabs')dnl
SITE(`ibmsupt ibmuupa ibmpa')dnl
SITE(`iiasa70')dnl
SITE(`imagen')dnl
SITE(`isunix menlo70')dnl
SITE(`kentmth')dnl
SITE(`lbl-csam lbl-csa')dnl
SITE(`lime')dnl
SITE(`mothra')dnl
SITE(`mseonyx')dnl
SITE(`mtxinu')dnl
SITE(`pixar')dnl
SITE(`pur-ee')dnl
SITE(`purdue')dnl
SITE(`pwbd')dnl
SITE(`sdcarl')dnl
SITE(`sftig')dnl
SITE(`sgi olympus')dnl
SITE(`sii')dnl
SITE(`srivisi')dnl
SITE(`ssyx')dnl
SITE(`sun')dnl
SITE(`trwrb')dnl
SITE(`twg')dnl
SITE(`ucivax')dnl
SITE(`ucla-se')dnl
SITE(`ucla-cs')dnl
SITE(`ucsbcsl ucsbhub')dnl
SITE(`ucscc')dnl
SITE(`ucsd')dnl
SITE(`ucsfcgl')dnl
SITE(`ucsfmis')dnl
SITE(`ulysses')dnl
SITE(`unisoft')dnl
SITE(`unmvax')dnl
SITE(`usenix')dnl
SITE(`uw')dnl
SITE(`uwvax')dnl
SITE(`vax135')dnl
SITE(`voder')dnl
SITE(`wheps')dnl
SITE(`whuxle')dnl
SITE(`whuxlj')dnl
SITE(`xicomp')dnl
SITE(`xprin')dnl
SITE(`zehntel')dnl
SITE(`zilog')dnl
