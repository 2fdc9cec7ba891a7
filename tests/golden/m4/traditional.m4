dnl options: -G
define(`f', `$10|$#')f(1,2) format(`%d', 1) ifdef(`unix', yes) ifdef(`__gnu__', yes, no) regexp(a, b) undivert(x) indir(`f')
