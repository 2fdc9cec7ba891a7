/* A small grammar with every section bison writes: values, locations, precedence, a destructor. */
%define parse.error verbose
%locations
%code { #include <stdio.h>
int yylex(void); void yyerror(const char *text); }
%token NUMBER "number"
%left '+' '-'
%left '*' '/'
%precedence NEGATIVE
%%
lines: %empty | lines line;
line: '\n' | sum '\n' { printf("%d\n", $sum); } | error '\n';
sum: NUMBER | sum[a] '+' sum[b] { $$ = $a + $b; } | sum[a] '-' sum[b] { $$ = $a - $b; }
   | sum[a] '*' sum[b] { $$ = $a * $b; } | '-' sum[a] %prec NEGATIVE { $$ = -$a; } | '(' sum[a] ')' { $$ = $a; };
%%
