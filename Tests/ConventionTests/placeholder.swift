// Convention tests
