#!/bin/bash
# Every option, message and exit status of makemap, praliases and editmap, as a dialogue on stdout. Run with a folder of
# programs; dialogue.txt was recorded with those of Sendmail 8.17. Hints and warnings that only ours give are left out.
programs=$1; scratch=$(mktemp -d); cd "$scratch" || exit 1; chmod 755 "$scratch"; trap 'rm -rf "$scratch"' EXIT
cat > s.cf <<'X'
V10/Berkeley
O TrustedUser=daemon
O AliasFile=al, hash:al2, ldap:x
Khx hash -o /etc/kk
Kbx btree kb.db
X
r(){ echo "\$ $*"; "$@" 2>err; rc=$?; grep -v -e WARNING -e '^[a-z]*: hint:' -e 'line [0-9]*: warning' err; echo "(rc $rc)"; }
M="$programs/makemap -C s.cf"
{
r $programs/makemap -q; r $programs/makemap -c; r $programs/makemap hash; r $programs/makemap -C nocf cf x </dev/null
printf 'A  b c \n#c\n\n x y\nq\nA z\nk\t v\t\nhe"l"lo x#y\nn\\\nm v\n' > t1
for f in "" -r "-d" -e -f -N "-e -f -N" ; do r $M -v $f hash t1 <t1; r $M -u hash t1; r $M $f -v btree t1b <t1;  r $M -u -t: btree t1b; done
printf 'a b: c d \n x:y\n:zz\nq:\nw\n a:\na::b\n' > t2
r $M -t: -v hash t2 <t2;  r $M -t: -e -v hash t2 <t2; r $M -t '' hash t2 <t2; r $M -tab hash t2 <t2
printf 'a,b c,d\n# x\n%% y\n' > t3;  r $M -v -t, -D% hash t3 <t3
r $M foo t2 </dev/null; r $M text t2 </dev/null; r $M hash t2 extra </dev/null; r $M hash nodir/x </dev/null
r $M -o hash new1 </dev/null; r $M -u hash new1; ls new1* 2>&1
printf 'a b\n' | r $M hash n5; printf 'a c\nb d\n' | r $M -v -o hash n5;printf 'a d\nb d\n' | r $M -v -o -r hash n5; r $M -u hash n5
mkdir d.db; r $M hash d </dev/null; ln -s x z.db;  r $M hash z </dev/null
printf junk > k.db; r $M -u hash k; printf 'a b\n' | r $M -o hash k;  printf 'a b\n' | r $M hash k; r $M -u hash k
printf 'a b\n' | r $M btree bt; r $M -u hash bt
printf 'a b\n' | r $M implicit im; r $M -u implicit im
printf 'a b\n' | r $M cf /etc/kkk;  printf 'a b\n' | r $M -v CF kb; printf 'a b\n' | r $M -v -i btree cf kb; 
printf 'a b\r\n' | r $M -v hash cr
printf 'a: b\nc: d\n@: @\n' | r $M -N -t: hash al; r $programs/praliases -C s.cf
printf 'x: y\n' | r $M -t: hash al2; r $programs/praliases -C s.cf | sort; r $programs/praliases -C s.cf a X zz x; r $programs/praliases -f hash:al ; r $programs/praliases -C none; r $programs/praliases -q;  r $programs/praliases -f nofile; r $programs/praliases -f btree:al; r $programs/praliases -f text:al; r $programs/praliases -f "hash: -o al" x
X="$programs/editmap -C s.cf"
r $X ; r $X -q hash al; r $X -q hash al a; r $X -N -q hash al a; r $X -u hash al A new val; r $X -q hash al a;r $X -f -q hash al A;  r $X -x hash al nokey; r $X -x hash al a;r $X -N -x hash al a; r $X -q -x hash al a; r $X -u hash al k; r $X -u -N hash al K one "two  three"; r $programs/praliases -f al | sort; r $X -q foo al a; r $X -q hash nofile a; r $X -u hash nofile2 a b;  r $X -x hash nofile3 a; r $programs/editmap -C none -q hash al a; r $X -z; r $X -q implicit al c; r $X -q hash al c extra

umask 077;  printf 'a b\n' | r $M hash um7; chmod 644 um7.db; printf 'a b\n' | r $M hash um7; ls -l um7.db | cut -c1-11
} 2>&1 | sed "s#$programs/##g"
