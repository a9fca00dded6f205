"""Reading and writing the CSV files of SLiMS (Senayan Library Management System)."""
