dnl FEATURE(queuegroup, group) - the queue group of a recipient: access map tag qgrp, else the group given.
ifdef(`_ACCESS_TABLE_', `define(`_QUEUE_GROUP_', `1')define(`_QUEUE_GROUP_NAME_', _ARG1_)',
`_complain(`*** ERROR: FEATURE(`queuegroup') requires FEATURE(`access_db')')')
