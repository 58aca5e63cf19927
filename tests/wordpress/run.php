<?php
/* php run.php FOLDER CODE: the code in the WordPress of that folder, as no user, as its schedule would. */
$_SERVER['HTTP_HOST'] = getenv( 'DIPTYCH_TEST_HOST' );
require $argv[1] . '/wp-load.php';
echo "\0";
eval( $argv[2] );
